// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.format.CheckpointInput;
import org.gittheta.filter.format.DescribedFormat;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.StreamedFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.channel.ChannelInput;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleSource;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Big;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/**
 * Locates the tensors in what {@code torch.save} wrote before PyTorch 1.6, and writes still when it is asked to.
 *
 * <p>The file is five pickles, one after the other: the magic number 0x1950a86a20f9469cfc6c, the protocol 1001, facts about
 * the system, the object, and a list of the keys of its storages. Then, for each key, the number of elements as a signed
 * little-endian integer of 64 bits and the elements. The keys are addresses in memory, which differ from run to run; they
 * stay in the frame.
 */
public final class PyTorchLegacyFormat implements StreamedFormat, DescribedFormat {
    private static final Big MAGIC = new Big(new BigInteger("1950a86a20f9469cfc6c", 16));
    private static final long PROTOCOL = 1001;

    /** Makes the format. */
    public PyTorchLegacyFormat() {}

    @Override
    public String name() {
        return "pytorch-legacy";
    }

    @Override
    public String reads() {
        return "torch.save before PyTorch 1.6 (.pt, .pth, .bin)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        // The magic number is a long of ten bytes, or decimal digits in the oldest protocols.
        byte[] start = new byte[Math.min(prefix.remaining(), 64)];
        prefix.duplicate().get(start);
        if (start.length == 0 || (start[0] != (byte) 0x80 && start[0] != 'L')) {
            return Access.NONE;
        }
        try {
            boolean magic = Pickle.read(PickleSource.of(start)).root().equals(MAGIC);
            return magic ? Access.STREAMED : Access.NONE;
        } catch (MalformedCheckpointException | IOException e) {
            return Access.NONE;
        }
    }

    @Override
    public void locate(CheckpointInput input) throws IOException, MalformedCheckpointException {
        PickleSource source = PickleSource.of(input);
        if (!Pickle.read(source).root().equals(MAGIC)) {
            throw new MalformedCheckpointException("it does not begin with PyTorch's magic number");
        }
        if (!(Pickle.read(source).root() instanceof Whole protocol) || protocol.value() != PROTOCOL) {
            throw new MalformedCheckpointException("it is not of PyTorch's protocol " + PROTOCOL);
        }
        Pickle.read(source);
        Map<String, StoragePlan> plans = StoragePlan.of(Pickle.read(source), "", new NameBook(), false);
        if (!(Pickle.read(source).root() instanceof Sequence keys)) {
            throw new MalformedCheckpointException("it has no list of storages");
        }
        Set<String> seen = new HashSet<>();
        for (PickleValue item : keys.items()) {
            String key = StorageRef.key(item);
            StoragePlan plan = plans.get(key);
            if (plan == null || !seen.add(key)) {
                throw new MalformedCheckpointException(
                        "its list of storages has one that no object uses, or one twice");
            }
            locate(input, plan);
        }
        if (seen.size() != plans.size()) {
            throw new MalformedCheckpointException("its list of storages lacks one that an object uses");
        }
    }

    private static void locate(CheckpointInput input, StoragePlan plan)
            throws IOException, MalformedCheckpointException {
        long elements = ByteBuffer.wrap(input.readFrame(8))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (elements != plan.bytes() / plan.type().bytes()) {
            throw new MalformedCheckpointException("a storage is not as long as its object says");
        }
        for (LocatedParameter run : plan.runs()) {
            input.parameter(run);
        }
        if (plan.runs().isEmpty()) {
            input.readFrame(plan.bytes());
        }
    }

    @Override
    public Map<String, String> describe(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        PickleSource source = PickleSource.of(new ChannelInput(new ChannelBytes(file)));
        for (int before = 0; before < 3; before++) {
            Pickle.read(source);
        }
        Facts facts = new Facts();
        PickleFacts.add(Pickle.read(source).root(), "", facts);
        return facts.map();
    }
}
