// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

/** Hears what a person should know about the files that a filter works on. */
public interface FilterListener {
    /** Takes one sentence about a file that was stored all the same. */
    void warn(String pathname, String sentence);

    /** Takes what a file failed with. */
    void fail(String pathname, Exception failure);
}
