// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.stub.Encoding;

/**
 * Stores a parameter that refers to a base: the base's blocks are read beside the parameter's, and checked as a whole.
 *
 * <p>For one thread, but for what it gives to others.
 */
final class DeltaWriter implements ParameterWriter {
    private final BaseChoice choice;
    private final CheckedBase base;
    private final EncodedBlocks blocks;
    private final int blockSize;
    private byte[] rest = new byte[0];
    private int restLength;
    private long index;

    DeltaWriter(Workers workers, PayloadWriter writer, BaseChoice choice, CheckedBase base) throws IOException {
        this.choice = choice;
        this.base = base;
        blockSize = choice.encoder().blockSize();
        blocks = EncodedBlocks.begin(workers, writer, choice.encoder().header(), choice.encoder()::recycle);
    }

    @Override
    public CompletableFuture<Void> add(Block block) {
        int at = 0;
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        if (restLength > 0) {
            at = Math.min(blockSize - restLength, block.length());
            keep(block, 0, at);
            if (restLength == blockSize) {
                written = addRest();
            }
        }
        for (; block.length() - at >= blockSize; at += blockSize) {
            block.retain();
            written = blocks.add(turn(block.bytes(), at, blockSize), block::release);
        }
        keep(block, at, block.length() - at);
        block.release();
        return written;
    }

    /** Keeps the beginning of a run that goes on in the next block. */
    private void keep(Block block, int from, int length) {
        if (length > 0) {
            rest = restLength == 0 ? new byte[blockSize] : rest;
            System.arraycopy(block.bytes(), from, rest, restLength, length);
            restLength += length;
        }
    }

    private CompletableFuture<Void> addRest() {
        CompletableFuture<Void> written = blocks.add(turn(rest, 0, restLength), () -> {});
        restLength = 0;
        return written;
    }

    private EncodedBlocks.Turn turn(byte[] raw, int from, int length) {
        long number = index++;
        return () -> {
            CheckedBase.Run run = base.next(choice.encoder().baseBlockSize());
            Callable<Codec.Encoded> work = () -> {
                byte[] bytes = run.decode();
                try {
                    return choice.encoder().encode(number, raw, from, length, bytes, run.length());
                } finally {
                    run.release();
                }
            };
            return work;
        };
    }

    /** Fails with a CorruptObjectException if the base turns out not to be what the stub says. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the end of the last run is the end of all
    public CompletableFuture<Encoding> finish() {
        if (restLength > 0) {
            addRest();
        }
        return blocks.finish(choice.codec(), Optional.of(choice.base()))
                // Only now have all runs of the base been read.
                .thenCompose(encoding -> base.verified().thenApply(nothing -> encoding))
                .whenComplete((encoding, failure) -> close());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is abandoned
    public void abandon() {
        blocks.abandon().whenComplete((nothing, failure) -> close());
    }

    private void close() {
        try {
            base.close();
        } catch (IOException e) {
            // It was only read from.
        }
    }
}
