// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.mergetool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.gittheta.cli.diff.NameGroups;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.filter.merge.ConflictKind;
import org.gittheta.filter.merge.MergedStub.Conflict;
import org.gittheta.filter.merge.strategy.ChoosingStrategy;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.tensor.ParameterName;

/** Makes questions of what is open of merges, and of the answers what is to be done. */
public final class MergeTool {
    private static final String FRAME = "both changed what lies around the parameters";

    private final Strategies strategies = Strategies.installed();
    private final BiFunction<OpenMerge.State, Conflict, String> numbers;
    private final List<Question> questions = new ArrayList<>();
    private final Map<String, Asked> asked = new HashMap<>();
    private int files;

    /** Takes what says the numbers of a conflict in one line. */
    public MergeTool(BiFunction<OpenMerge.State, Conflict, String> numbers) {
        this.numbers = numbers;
    }

    /**
     * Says what is to be done with one file.
     *
     * @param parameters the strategies of parameters, by key
     * @param file the side that is taken where the file, or what lies around its parameters, is open as a whole
     */
    public record Answers(Map<ParameterName, StrategySpec> parameters, Optional<Side> file) {}

    /** Says of an item which file it is of, and which parameter; nothing for what is open as a whole. */
    private record Asked(int file, Optional<Conflict> conflict) {}

    /** Adds a file that is open as a whole. */
    public void addWhole(String path, String how) {
        ask(path, how, new Asked(files++, Optional.empty()));
    }

    /** Adds the parameters of a file. */
    public void add(String path, OpenMerge.State state) {
        int file = files++;
        for (NameGroups.Group<Conflict> group : NameGroups.of(
                state.merged().open(),
                conflict -> conflict.sides().key().escaped(),
                conflict -> conflict.kind().word())) {
            List<Question.Item> items = new ArrayList<>();
            for (Conflict conflict : group.members()) {
                String name = conflict.sides().key().escaped();
                String id = file + " " + name;
                asked.put(id, new Asked(file, Optional.of(conflict)));
                items.add(new Question.Item(id, name, () -> numbers.apply(state, conflict)));
            }
            ConflictKind kind = group.members().get(0).kind();
            questions.add(new Question(path + ": " + group.pattern(), kind.meaning(), items));
        }
        if (state.merged().frameOpen()) {
            ask(path, FRAME, new Asked(file, Optional.empty()));
        }
    }

    private void ask(String path, String kind, Asked item) {
        String id = String.valueOf(item.file());
        asked.put(id, item);
        questions.add(new Question(path, kind, List.of(new Question.Item(id, path, () -> ""))));
    }

    /** Asks; returns the answers for each file, in the order in which they were added, or nothing if none is wanted. */
    public Optional<List<Answers>> ask(Console console) throws IOException {
        Optional<Map<String, String>> typed = new Dialog(console, this::problem).ask(questions);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        List<Map<ParameterName, StrategySpec>> parameters = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            parameters.add(new LinkedHashMap<>());
        }
        Side[] whole = new Side[files];
        for (Map.Entry<String, String> answer : typed.get().entrySet()) {
            Asked item = asked.get(answer.getKey());
            StrategySpec spec = strategies.parse(answer.getValue());
            if (item.conflict().isPresent()) {
                parameters.get(item.file()).put(item.conflict().get().sides().key(), spec);
            } else {
                whole[item.file()] = ((ChoosingStrategy) spec.strategy()).side();
            }
        }
        List<Optional<Side>> sides =
                Arrays.stream(whole).map(Optional::ofNullable).toList();
        List<Answers> answers = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            answers.add(new Answers(parameters.get(i), sides.get(i)));
        }
        return Optional.of(answers);
    }

    private Optional<String> problem(Question question, String answer) {
        try {
            if (strategies.parse(answer).strategy() instanceof ChoosingStrategy) {
                return Optional.empty();
            }
        } catch (StrategyException e) {
            return Optional.of(e.getMessage());
        }
        boolean hasBoth = question.items().stream()
                .map(item -> asked.get(item.id()).conflict())
                .allMatch(conflict -> conflict.isPresent()
                        && conflict.get().sides().ours().isPresent()
                        && conflict.get().sides().theirs().isPresent());
        return hasBoth ? Optional.empty() : Optional.of("There is nothing to compute with here: take o, t or b.");
    }
}
