// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;

/** Puts git theta's settings into one of git's configuration files, and takes them out again. */
public final class Installer {
    private final CommandContext context;
    private final GitConfiguration configuration;
    private final ConfigScope scope;

    /** Takes the world to work in and the file to change. */
    public Installer(CommandContext context, ConfigScope scope) {
        this.context = context;
        this.configuration = new GitConfiguration(context.git());
        this.scope = scope;
    }

    /**
     * Writes the settings that are not there yet.
     *
     * @param skipSmudge whether checkouts leave stubs
     * @param force whether to replace values that others wrote
     * @param dryRun whether to only say what would be done
     * @throws CommandException if others' values are there and may not be replaced; nothing was written then
     */
    public Outcome install(boolean skipSmudge, boolean force, boolean dryRun) throws IOException {
        Map<String, String> wanted = ThetaSettings.wanted(launcher(context), skipSmudge);
        ConfigPlan plan = ConfigPlan.install(configuration.in(scope), wanted);
        if (!plan.foreign().isEmpty() && !force) {
            throw new CommandException(ExitCode.ENVIRONMENT, refusal(plan.foreign()));
        }
        if (!dryRun) {
            plan.apply(configuration, scope);
        }
        return new Outcome(scope, plan.set(), plan.isEmpty(), List.of(), dryRun ? List.of() : overridden(wanted));
    }

    /** Removes our values; others' stay. */
    public Outcome uninstall(boolean dryRun) throws IOException {
        List<ConfigValue> before = configuration.in(scope);
        ConfigPlan plan = ConfigPlan.uninstall(before);
        if (!dryRun) {
            plan.apply(configuration, scope);
        }
        Map<String, String> removed = new LinkedHashMap<>();
        for (ConfigValue value : before) {
            if (plan.removed().contains(value.key()) && ThetaSettings.isOurs(value)) {
                removed.put(value.key(), value.value());
            }
        }
        return new Outcome(scope, removed, plan.isEmpty(), plan.foreign(), List.of());
    }

    /** Returns options of git's that let one command of it use the filter, whatever is installed. */
    public static List<String> forOneCommand(CommandContext context) throws IOException {
        Map<String, String> wanted = ThetaSettings.wanted(launcher(context), false);
        return List.of(
                "-c", ThetaSettings.PROCESS + "=" + wanted.get(ThetaSettings.PROCESS),
                "-c", ThetaSettings.REQUIRED + "=true");
    }

    private static String launcher(CommandContext context) throws IOException {
        return LauncherCommand.of(
                context.installation()
                        .launcher()
                        .orElseThrow(
                                () -> new CommandException(
                                        ExitCode.ENVIRONMENT,
                                        "where git theta is installed is not known: run it through its launcher, bin/git-theta")),
                context.environment().getOrDefault("PATH", ""));
    }

    private static String refusal(List<ConfigValue> foreign) {
        StringBuilder lines = new StringBuilder(
                "another program's settings are there; " + "nothing was changed, and --force replaces them:");
        foreign.forEach(value -> lines.append("\n  ").append(value));
        return lines.toString();
    }

    /** Finds the keys for which another file wins over the one that was written. */
    private List<ConfigValue> overridden(Map<String, String> wanted) throws IOException {
        Map<String, ConfigValue> winners = new LinkedHashMap<>();
        configuration.effective().forEach(value -> winners.put(value.key(), value));
        List<ConfigValue> others = new ArrayList<>();
        wanted.forEach((key, value) -> {
            ConfigValue winner = winners.get(key);
            if (winner != null && !winner.value().equals(value)) {
                others.add(winner);
            }
        });
        return others;
    }

    /**
     * Says what was done.
     *
     * @param scope the scope of the file
     * @param changes the keys that were written or removed, with their values
     * @param unchanged whether there was nothing to do
     * @param foreign the values of others that were left
     * @param overridden the values in other files that win over what was written
     */
    public record Outcome(
            ConfigScope scope,
            Map<String, String> changes,
            boolean unchanged,
            List<ConfigValue> foreign,
            List<ConfigValue> overridden) {}
}
