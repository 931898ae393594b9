// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.repository.Git;

/**
 * Looks at the attributes that tracked files really have: what {@code .gitattributes} says can be beaten by {@code
 * info/attributes}, as git-annex does.
 */
final class AttributesCheck implements Check {
    private static final String THETA = "theta";
    private static final int SHOWN = 3;

    @Override
    public String name() {
        return "attributes";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        if (patient.repository().isEmpty()) {
            return List.of();
        }
        String top = patient.git()
                .attempt(new byte[0], "rev-parse", "--show-toplevel")
                .line();
        if (top.isEmpty()) {
            return List.of();
        }
        Git whole = new Git(Path.of(top), patient.context().environment());
        byte[] paths = whole.run("ls-files", "-z").bytes();
        List<String> answers = whole.run(paths, "check-attr", "-z", "--stdin", "filter", "merge", "diff", "text")
                .parts();
        Map<Problem, List<String>> problems = new LinkedHashMap<>();
        int checkpoints = 0;
        for (int i = 0; i + 11 < answers.size(); i += 12) {
            Attributes attributes =
                    new Attributes(answers.get(i + 2), answers.get(i + 5), answers.get(i + 8), answers.get(i + 11));
            checkpoints += attributes.filter().equals(THETA) ? 1 : 0;
            for (Problem problem : attributes.problems()) {
                problems.computeIfAbsent(problem, key -> new ArrayList<>()).add(answers.get(i));
            }
        }
        List<Finding> findings = new ArrayList<>();
        problems.forEach((problem, names) -> findings.add(finding(patient, problem, names)));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(name(), checkpoints + " tracked checkpoints"));
        }
        return findings;
    }

    private Finding finding(Patient patient, Problem problem, List<String> paths) {
        String some = String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())));
        String more = paths.size() > SHOWN ? " and " + (paths.size() - SHOWN) + " more" : "";
        String info = patient.repository().orElseThrow().infoAttributes().toString();
        String pattern = pattern(paths.get(0));
        String fix = problem.fix().replace("INFO", info).replace("PATTERN", pattern);
        return new Finding(name(), problem.verdict(), problem.message() + ": " + some + more, fix);
    }

    /** Suggests a pattern that matches a path and its like. */
    private static String pattern(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? "*" + file.substring(dot) : file;
    }

    /** Holds the attributes of one path. */
    private record Attributes(String filter, String merge, String diff, String text) {
        private List<Problem> problems() {
            List<Problem> problems = new ArrayList<>();
            if (!filter.equals(THETA)) {
                if (merge.equals(THETA)) {
                    problems.add(
                            switch (filter) {
                                case "annex" -> Problem.ANNEX;
                                case "lfs" -> Problem.LFS;
                                default -> Problem.OTHER_FILTER;
                            });
                }
                return problems;
            }
            if (text.equals("unspecified")) {
                problems.add(Problem.MAY_BE_TEXT);
            } else if (!text.equals("unset")) {
                problems.add(Problem.TEXT);
            }
            if (merge.equals("lfs") || diff.equals("lfs")) {
                problems.add(Problem.LFS_DRIVERS);
            } else if (!merge.equals(THETA)) {
                problems.add(Problem.NO_MERGE);
            }
            return problems;
        }
    }

    /** Lists what can be wrong with the attributes of a path. */
    private enum Problem {
        ANNEX(
                Verdict.FAULT,
                "git-annex's filter is in effect where git theta's should be, so that git stores the raw bytes",
                "echo 'PATTERN filter=theta annex.largefiles=nothing' >> 'INFO'"),
        LFS(
                Verdict.FAULT,
                "git-lfs's filter is in effect where git theta's should be",
                "git lfs untrack 'PATTERN' && git theta track 'PATTERN' && git add --renormalize ."),
        OTHER_FILTER(
                Verdict.FAULT,
                "another filter, or none, is in effect where git theta's should be",
                "git theta track 'PATTERN'; 'git check-attr -a PATH' and INFO say more"),
        TEXT(
                Verdict.FAULT,
                "git may change line ends in stubs, because the attribute text is set",
                "write '-text' after 'PATTERN filter=theta' in .gitattributes"),
        MAY_BE_TEXT(
                Verdict.WARNING,
                "git may change line ends in stubs, depending on core.autocrlf",
                "write '-text' after 'PATTERN filter=theta' in .gitattributes"),
        LFS_DRIVERS(
                Verdict.WARNING,
                "git-lfs's merge or diff driver is in effect with git theta's filter",
                "git lfs untrack 'PATTERN' && git theta track 'PATTERN'"),
        NO_MERGE(
                Verdict.WARNING,
                "merging does not go parameter by parameter, because the attribute merge=theta is missing",
                "git theta track 'PATTERN'");

        private final Verdict verdict;
        private final String message;
        private final String fix;

        Problem(Verdict verdict, String message, String fix) {
            this.verdict = verdict;
            this.message = message;
            this.fix = fix;
        }

        private Verdict verdict() {
            return verdict;
        }

        private String message() {
            return message;
        }

        private String fix() {
            return fix;
        }
    }
}
