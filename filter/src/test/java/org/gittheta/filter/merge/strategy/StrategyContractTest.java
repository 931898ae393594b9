// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States what every strategy owes, whatever its formula. */
class StrategyContractTest {
    private static final int ROW = 16;
    private static final int ELEMENTS = 20 * ROW;

    static Stream<MergeStrategy> all() {
        return Strategies.installed().all().stream();
    }

    static Stream<ComputingStrategy> computing() {
        return all().filter(ComputingStrategy.class::isInstance).map(ComputingStrategy.class::cast);
    }

    private static float[] values(int seed) {
        Random random = new Random(seed);
        float[] values = new float[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            values[i] = random.nextInt(1 << 20) * 1e-6f - 0.5f;
        }
        return values;
    }

    @Test
    void thereAreThoseThatTheFieldKnows() {
        assertThat(all().map(MergeStrategy::name))
                .containsExactly(
                        "average",
                        "base",
                        "breadcrumbs",
                        "breadcrumbs-ties",
                        "dare-linear",
                        "dare-ties",
                        "della",
                        "della-linear",
                        "karcher",
                        "linear",
                        "model-stock",
                        "multislerp",
                        "nearswap",
                        "nuslerp",
                        "ours",
                        "sce",
                        "slerp",
                        "task-arithmetic",
                        "theirs",
                        "ties");
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsNameAndOptionsCanBeTyped(MergeStrategy strategy) throws StrategyException {
        assertThat(strategy.name()).matches("[a-z][a-z0-9-]*");
        StrategySpec spec = Strategies.installed().parse(strategy.name());
        for (StrategyOption option : strategy.options()) {
            assertThat(option.name()).matches("[a-z][a-z0-9-]*");
            assertThat(option.fallback()).isBetween(option.least(), option.most());
            assertThat(spec.options().number(option.name())).isEqualTo(option.fallback());
            assertThatThrownBy(() -> Strategies.installed().parse(strategy.name() + ":" + option.name() + "=x"))
                    .isInstanceOf(StrategyException.class)
                    .hasMessageContaining(option.name())
                    .hasMessageContaining("it takes");
            assertThatThrownBy(() -> Strategies.installed().parse(strategy.name() + ":" + option.name() + "=NaN"))
                    .isInstanceOf(StrategyException.class);
        }
        assertThatThrownBy(() -> Strategies.installed().parse(strategy.name() + ":no-such=1"))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("no-such");
    }

    @ParameterizedTest
    @MethodSource("computing")
    void theWayItIsCutIntoChunksDoesNotMatter(ComputingStrategy strategy) throws StrategyException {
        String text =
                strategy.options().stream().anyMatch(option -> option.name().equals("density"))
                        ? strategy.name() + ":density=0.5"
                        : strategy.name();
        StrategySpec spec = Strategies.installed().parse(text);
        float[] whole = KernelRunner.merge(spec, ROW, ELEMENTS, values(1), values(2), values(3));
        float[] cut = KernelRunner.merge(spec, ROW, 3 * ROW, values(1), values(2), values(3));
        for (int i = 0; i < ELEMENTS; i++) {
            assertThat(cut[i]).isCloseTo(whole[i], org.assertj.core.api.Assertions.within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("computing")
    void itGivesTheSameBitsAgainAndLeavesItsInputAlone(ComputingStrategy strategy) throws StrategyException {
        StrategySpec spec = Strategies.installed().parse(strategy.name());
        float[] ours = values(2);
        float[] first = KernelRunner.merge(spec, ROW, 5 * ROW, values(1), ours, values(3));
        float[] second = KernelRunner.merge(spec, ROW, 5 * ROW, values(1), ours, values(3));
        assertThat(second).isEqualTo(first);
        assertThat(ours).isEqualTo(values(2));
    }

    @ParameterizedTest
    @MethodSource("computing")
    void modelsThatAreTheBaseMergeToIt(ComputingStrategy strategy) throws StrategyException {
        StrategySpec spec = Strategies.installed().parse(strategy.name());
        float[] merged = KernelRunner.merge(spec, ROW, 4 * ROW, values(1), values(1), values(1));
        for (int i = 0; i < ELEMENTS; i++) {
            assertThat(merged[i]).isCloseTo(values(1)[i], org.assertj.core.api.Assertions.within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("computing")
    void zerosMakeNoNaN(ComputingStrategy strategy) throws StrategyException {
        StrategySpec spec = Strategies.installed().parse(strategy.name());
        float[] zeros = new float[ELEMENTS];
        assertThat(KernelRunner.merge(spec, ROW, 4 * ROW, zeros, zeros.clone(), zeros.clone()))
                .isEqualTo(zeros);
    }

    @Test
    void keepsExactlyTheWantedShareEvenIfAllAreEqual() throws StrategyException {
        float[] ones = new float[ELEMENTS];
        Arrays.fill(ones, 1);
        StrategySpec spec = Strategies.installed().parse("ties:density=0.25");
        float[] merged = KernelRunner.merge(spec, ROW, 3 * ROW, new float[ELEMENTS], ones, ones.clone());
        float[] expected = new float[ELEMENTS];
        Arrays.fill(expected, 0, ELEMENTS / 4, 1);
        assertThat(merged).isEqualTo(expected);
    }

    @Test
    void breadcrumbsThatDropNoOutlierKeepTheLargest() throws StrategyException {
        float[] delta = {1, -9, 2, 3};
        StrategySpec spec = Strategies.installed().parse("breadcrumbs:density=0.5,gamma=0.01");
        assertThat(KernelRunner.merge(spec, 4, 4, new float[4], delta)).containsExactly(0, -9, 0, 3);
    }

    @Test
    void saysWhatIsWrongWithAStrategy() {
        assertThatThrownBy(() -> Strategies.installed().parse("tiess"))
                .hasMessageContaining("no strategy \"tiess\"")
                .hasMessageContaining("ties");
        assertThatThrownBy(() -> Strategies.installed().parse("ties:density=1.5"))
                .hasMessage("the option density of ties is \"1.5\"; it takes a number from 0 to 1");
        assertThatThrownBy(() -> Strategies.installed().parse("ties:density")).hasMessageContaining("OPTION=VALUE");
        StrategySpec three = parse("linear:weight=1:2:3");
        assertThatThrownBy(() -> KernelRunner.merge(three, ROW, ROW, values(1), values(2), values(3)))
                .hasMessageContaining("3 numbers for 2 models");
    }

    private static StrategySpec parse(String text) {
        try {
            return Strategies.installed().parse(text);
        } catch (StrategyException e) {
            throw new AssertionError(e);
        }
    }
}
