// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import static org.assertj.core.api.Assertions.assertThat;

/** Gives a format bytes that nobody chose. */
public final class FormatFuzz {
    private FormatFuzz() {}

    /** Fails unless the format locates something that keeps the rules, or says what is wrong, in every way it reads. */
    public static void check(CheckpointFormat format, byte[] bytes) {
        FormatRunner.recognise(format, bytes);
        if (format instanceof StreamedFormat streamed) {
            check(() -> FormatRunner.stream(streamed, bytes), bytes.length);
        }
        if (format instanceof SeekableFormat seekable) {
            check(() -> FormatRunner.seek(seekable, bytes), bytes.length);
        }
    }

    private interface Reading {
        Layout read() throws MalformedCheckpointException;
    }

    private static void check(Reading reading, long length) {
        try {
            LayoutRules.check(reading.read(), length);
        } catch (MalformedCheckpointException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
