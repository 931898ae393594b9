// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.du;

import java.util.List;
import java.util.Map;

/**
 * Says what one version of a checkpoint takes.
 *
 * @param path where it is
 * @param blob the id of its stub; empty for a model in several files
 * @param isNew whether no version before it has the same bytes, so that Git LFS would keep them
 * @param total all of it, the frame included
 * @param codecs the same by codec: raw bytes of the parameters stored with it, and what that takes
 * @param parameters the same by parameter
 */
public record FileUsage(
        String path,
        String blob,
        boolean isNew,
        Usage total,
        Map<String, Usage> codecs,
        List<ParameterUsage> parameters) {
    /**
     * Says what a parameter takes.
     *
     * @param name its name
     * @param codec the codec that it is stored with
     * @param bases the bases that it is read through
     * @param usage its bytes, and what it takes
     */
    public record ParameterUsage(String name, String codec, int bases, Usage usage) {}
}
