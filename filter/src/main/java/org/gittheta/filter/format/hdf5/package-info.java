// SPDX-License-Identifier: Apache-2.0
/** Locates the datasets in HDF5 files, and in the archives that Keras makes of them. */
package org.gittheta.filter.format.hdf5;
