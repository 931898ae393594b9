// SPDX-License-Identifier: Apache-2.0
/**
 * Reads where the records of a zip file lie, down to the places of their checksums, which a library's view of an
 * archive hides. The format is PKWARE's APPNOTE 6.3.
 */
package org.gittheta.filter.format.zip;
