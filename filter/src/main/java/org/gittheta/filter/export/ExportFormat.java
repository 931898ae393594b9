// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.util.Locale;
import java.util.Optional;

/** Names a format that checkpoints can be written in. */
public enum ExportFormat {
    /** The format of the library safetensors. */
    SAFETENSORS,
    /** What {@code numpy.load} reads as one array. */
    NPY,
    /** What {@code numpy.load} reads as several arrays. */
    NPZ,
    /** What {@code torch.load} reads as a dict of tensors. */
    PYTORCH;

    TensorFile file() {
        return switch (this) {
            case SAFETENSORS -> new SafetensorsFile();
            case NPY -> new NpyFile();
            case NPZ -> new NpzFile();
            case PYTORCH -> new TorchFile();
        };
    }

    /** Returns the name that users give: the constant's in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format that the end of a file's name stands for. */
    public static Optional<ExportFormat> ofFile(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (end) {
            case "safetensors" -> Optional.of(SAFETENSORS);
            case "npy" -> Optional.of(NPY);
            case "npz" -> Optional.of(NPZ);
            case "pt", "pth", "bin" -> Optional.of(PYTORCH);
            default -> Optional.empty();
        };
    }
}
