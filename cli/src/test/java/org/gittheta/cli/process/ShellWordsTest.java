// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    /** What Python 3.11 says to {@code shlex.join(["python", "a b.py", "it's", "", "ü", "{x}", "a=1,b:2@c%d+e"])}. */
    @Test
    void wordsAreQuotedAsPythonQuotesThem() {
        assertThat(ShellWords.join(List.of("python", "a b.py", "it's", "", "ü", "{x}", "a=1,b:2@c%d+e")))
                .isEqualTo("python 'a b.py' 'it'\"'\"'s' '' 'ü' '{x}' a=1,b:2@c%d+e");
    }
}
