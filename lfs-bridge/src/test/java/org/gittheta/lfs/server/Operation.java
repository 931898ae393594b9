// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

/** Tells what a request to an {@link LfsServer} is for. */
public enum Operation {
    /** git's own: what refs there are, fetch, push. */
    GIT,
    /** Asking where objects are, or where they go. */
    BATCH,
    /** Sending one object. */
    UPLOAD,
    /** Getting one object. */
    DOWNLOAD,
    /** Anything else of Git LFS: locks. */
    OTHER;

    static final String LFS = "/info/lfs/";
    static final String CONTENT = "/info/lfs/objects/content/";

    static Operation of(String method, String path) {
        if (path.endsWith(LFS + "objects/batch")) {
            return BATCH;
        }
        if (path.contains(CONTENT)) {
            return method.equals("PUT") ? UPLOAD : DOWNLOAD;
        }
        return path.contains(LFS) ? OTHER : GIT;
    }
}
