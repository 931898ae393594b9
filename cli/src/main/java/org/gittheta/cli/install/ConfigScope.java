// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

/** Lists the configuration files of git that settings can be written to, as {@code git config} names them. */
public enum ConfigScope {
    /** The user's own file. */
    GLOBAL("--global", "for this user"),
    /** The file of the whole machine. */
    SYSTEM("--system", "for this machine"),
    /** The repository's file, shared by all its worktrees. */
    LOCAL("--local", "in this repository"),
    /** The file of one worktree; needs extensions.worktreeConfig. */
    WORKTREE("--worktree", "in this worktree");

    private final String option;
    private final String words;

    ConfigScope(String option, String words) {
        this.option = option;
        this.words = words;
    }

    /** Returns the option of {@code git config}. */
    public String option() {
        return option;
    }

    /** Returns words for a sentence, such as "for this user". */
    public String words() {
        return words;
    }

    /** Returns whether the file belongs to a repository. */
    public boolean ofRepository() {
        return this == LOCAL || this == WORKTREE;
    }
}
