// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

/** Names the records of a zip file by the little-endian number each begins with. */
public final class ZipRecords {
    /** Begins a local file header. */
    public static final int LOCAL = 0x04034B50;

    /** Begins the data descriptor that follows an entry of unknown size. */
    public static final int DESCRIPTOR = 0x08074B50;

    /** Begins a header of the central directory. */
    public static final int CENTRAL = 0x02014B50;

    /** Begins the ZIP64 end of the central directory. */
    public static final int END64 = 0x06064B50;

    /** Begins the locator of the ZIP64 end. */
    public static final int LOCATOR64 = 0x07064B50;

    /** Begins the end of the central directory. */
    public static final int END = 0x06054B50;

    /** The compression method of an entry that is not compressed. */
    public static final int STORED = 0;

    /** The compression method deflate. */
    public static final int DEFLATED = 8;

    /** The flag of an encrypted entry. */
    static final int FLAG_ENCRYPTED = 1;

    /** The flag of an entry with a data descriptor. */
    static final int FLAG_DESCRIPTOR = 8;

    private ZipRecords() {}
}
