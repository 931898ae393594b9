// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gittheta.benchmarks.compare.ComparedRepository.State;

/** Names the commands of which each is one row, and says how a run of one is prepared. */
enum ComparedCommand {
    /** The first add of a checkpoint. */
    ADD("git add", State.TRACKED) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair) throws IOException {
            repository.place(pair.first());
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return add(pair);
        }
    },

    /** The add of a version that differs in one parameter. */
    ADD_CHANGED("git add, one parameter changed", State.FIRST) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair) throws IOException {
            repository.place(pair.second());
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return add(pair);
        }
    },

    /** The add of a version that differs in every parameter. */
    ADD_TUNED("git add, every parameter changed", State.FIRST) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair) throws IOException {
            repository.place(pair.second());
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return add(pair);
        }
    },

    /** The quickest way to the working file of that version. */
    CHECKOUT_TUNED("git theta checkout of that", State.SECOND) {
        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return repository
                    .contestant()
                    .directCheckout(pair.second())
                    .orElseGet(() -> CHECKOUT.command(repository, pair));
        }
    },

    /** Git's checkout of a missing working file. */
    CHECKOUT("git checkout", State.FIRST) {
        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of("git", "checkout", "--", Contestant.workingName(pair.first()));
        }
    },

    /** The quickest way to the working file: {@code git theta checkout}, git's checkout with git-lfs, {@code cp}. */
    DIRECT_CHECKOUT("git theta checkout", State.FIRST) {
        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return repository
                    .contestant()
                    .directCheckout(pair.first())
                    .orElseGet(() -> CHECKOUT.command(repository, pair));
        }
    },

    /** The first status after {@code git theta checkout}, and after git's checkout for the others. */
    STATUS("first git status after it", State.FIRST) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair)
                throws IOException, InterruptedException, CommandFailedException {
            ComparedCommand checkout = repository.contestant() == Contestant.THETA ? DIRECT_CHECKOUT : CHECKOUT;
            repository.execute(checkout.command(repository, pair), false);
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of("git", "status", "--porcelain");
        }
    },

    /** The difference of two commits. */
    DIFF("git diff of two commits", State.SECOND) {
        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of("git", "diff", "HEAD~1", "HEAD");
        }
    },

    /** The difference of the index and a commit. */
    DIFF_STAGED("git diff --cached", State.STAGED) {
        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of("git", "diff", "--cached");
        }
    },

    /** A push to a server that has nothing. */
    PUSH("git push", State.FIRST) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair)
                throws IOException, InterruptedException, CommandFailedException {
            repository.offerEmptyRemote();
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of("git", "push", "-q", "origin", "HEAD:main");
        }
    },

    /** A clone of what was pushed there, checkout and all. */
    CLONE("git clone", State.FIRST) {
        @Override
        void prepare(ComparedRepository repository, CheckpointPair pair)
                throws IOException, InterruptedException, CommandFailedException {
            repository.offerEmptyRemote();
            repository.execute(PUSH.command(repository, pair), false);
        }

        @Override
        List<String> command(ComparedRepository repository, CheckpointPair pair) {
            return List.of(
                    "git",
                    "clone",
                    "-q",
                    "-b",
                    "main",
                    repository.remote().toString(),
                    repository.cloned().toString());
        }
    };

    private final String label;
    private final State state;

    ComparedCommand(String label, State state) {
        this.label = label;
        this.state = state;
    }

    /** Returns the name of the row for a checkpoint. */
    String row(String checkpoint) {
        return label + ", " + checkpoint;
    }

    /** Returns the state in which a run finds the repository. */
    State state() {
        return state;
    }

    /** Says whether the command stores anything. */
    boolean stores() {
        return this == ADD || this == ADD_CHANGED || this == ADD_TUNED;
    }

    /** Says whether the second version is to differ from the first in every parameter. */
    boolean tunes() {
        return this == ADD_TUNED || this == CHECKOUT_TUNED;
    }

    /** Returns the version that the command writes to a working tree, if it does. */
    Optional<Path> written(CheckpointPair pair) {
        return switch (this) {
            case CHECKOUT, DIRECT_CHECKOUT, CLONE -> Optional.of(pair.first());
            case CHECKOUT_TUNED -> Optional.of(pair.second());
            default -> Optional.empty();
        };
    }

    /** Says whether the command calls a filter and nothing else, so that there is a floor for it. */
    boolean filters() {
        return this != DIFF && this != DIFF_STAGED && !transfers();
    }

    /** Says whether the command moves objects to or from a server. */
    boolean transfers() {
        return this == PUSH || this == CLONE;
    }

    /** Returns the file that the command writes. */
    Path written(ComparedRepository repository) {
        return this == CLONE ? repository.clonedFile() : repository.workingFile();
    }

    /** Readies the restored repository for a run; without more, the working file is missing. */
    void prepare(ComparedRepository repository, CheckpointPair pair)
            throws IOException, InterruptedException, CommandFailedException {}

    /** Returns what is measured. */
    abstract List<String> command(ComparedRepository repository, CheckpointPair pair);

    private static List<String> add(CheckpointPair pair) {
        return List.of("git", "add", Contestant.workingName(pair.first()));
    }
}
