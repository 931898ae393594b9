// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Names a format that checkpoints can be written in. */
public enum ExportFormat {
    /** The format of the library safetensors. */
    SAFETENSORS,
    /** What {@code numpy.load} reads as several arrays. */
    NPZ,
    /** What {@code torch.load} reads as a dict of tensors. */
    PYTORCH;

    TensorFile file() {
        return switch (this) {
            case SAFETENSORS -> new SafetensorsFile();
            case NPZ -> new NpzFile();
            case PYTORCH -> new TorchFile();
        };
    }

    /** Returns the name that users give: the constant's in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a name. */
    public static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }
}
