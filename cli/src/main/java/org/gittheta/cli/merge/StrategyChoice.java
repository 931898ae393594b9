// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.storage.repository.Git;

/**
 * Finds the strategies that somebody chose for a file, what is said for this one merge before what is kept, and the more
 * particular before the more general: rules and strategy of the command, which come in variables; the rules file {@value
 * #RULES_FILE}; the attribute {@value #ATTRIBUTE}; the setting {@value #SETTING}.
 *
 * @param git git, at the top of the worktree
 * @param top the top of the worktree
 * @param environment the variables of the process
 */
public record StrategyChoice(Git git, Path top, Map<String, String> environment) {
    /** Holds a strategy for everything. */
    public static final String STRATEGY_VARIABLE = "GIT_THETA_STRATEGY";

    /** Holds rules, one a line. */
    public static final String RULES_VARIABLE = "GIT_THETA_RULES";

    /** The committed file of rules, at the top of the worktree. */
    public static final String RULES_FILE = ".gittheta";

    private static final String ATTRIBUTE = "theta-merge";
    private static final String SETTING = "theta.merge.strategy";
    private static final long LARGEST_RULES_FILE = 1 << 20;

    /** Returns what a command finds that was told rules, one a line, and a strategy; both may be empty. */
    public static StrategyChoice of(CommandContext context, Worktree worktree, String rules, String strategy) {
        Map<String, String> environment = new HashMap<>(context.environment());
        environment.put(RULES_VARIABLE, rules);
        if (!strategy.isEmpty()) {
            environment.put(STRATEGY_VARIABLE, strategy);
        }
        return new StrategyChoice(new Git(worktree.top(), environment), worktree.top(), environment);
    }

    /** Returns the rules for a file, given by its path from the top of the worktree. */
    public ParameterRules of(String path) throws IOException {
        Strategies strategies = Strategies.installed();
        ParameterRules chosen = ParameterRules.parse(
                environment.getOrDefault(RULES_VARIABLE, ""), "the rules of the command", strategies);
        String strategy = environment.getOrDefault(STRATEGY_VARIABLE, "");
        if (!strategy.isBlank()) {
            return chosen.then(ParameterRules.all(strategies.parse(strategy)));
        }
        chosen = chosen.then(ParameterRules.parse(rulesFile(), RULES_FILE, strategies));
        for (Optional<String> one : List.of(attribute(path), setting())) {
            if (one.isPresent()) {
                chosen = chosen.then(ParameterRules.all(strategies.parse(one.get())));
            }
        }
        return chosen;
    }

    private String rulesFile() throws IOException {
        Path file = top.resolve(RULES_FILE);
        try {
            if (Files.size(file) > LARGEST_RULES_FILE) {
                throw new StrategyException(RULES_FILE + " is too large to be a file of rules");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private Optional<String> attribute(String path) throws IOException {
        List<String> parts = git.run("check-attr", "-z", ATTRIBUTE, "--", path).parts();
        return parts.size() < 3 || List.of("unspecified", "unset", "set").contains(parts.get(2))
                ? Optional.empty()
                : Optional.of(parts.get(2));
    }

    private Optional<String> setting() throws IOException {
        Git.Output output = git.attempt(new byte[0], "config", "--get", SETTING);
        return output.exitCode() == 0 && !output.line().isBlank() ? Optional.of(output.line()) : Optional.empty();
    }
}
