// SPDX-License-Identifier: Apache-2.0
/** Takes the files of a model that was saved in several as one list of parameters. */
package org.gittheta.filter.shards;
