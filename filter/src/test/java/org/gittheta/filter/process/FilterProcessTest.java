// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.gittheta.filter.clean.CheckpointFiles;
import org.gittheta.filter.clean.Workbench;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays git to the filter process, in a real repository, and looks at every byte it answers. */
class FilterProcessTest {
    private static final String HELLO = new Packets()
            .message("git-filter-server", "version=2")
            .message("capability=clean", "capability=smudge", "capability=delay")
            .text();

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH",
            System.getenv("PATH"),
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "GIT_CONFIG_GLOBAL",
            "/dev/null",
            "GIT_AUTHOR_NAME",
            "a",
            "GIT_AUTHOR_EMAIL",
            "a@example.com",
            "GIT_COMMITTER_NAME",
            "a",
            "GIT_COMMITTER_EMAIL",
            "a@example.com");

    @TempDir
    Path folder;

    private final Workers workers = new Workers(2);
    private final List<String> heard = new ArrayList<>();
    private final byte[] file = new CheckpointFiles()
            .tensor("a", "F32", 4, CheckpointFiles.noise(1, 4000))
            .tensor("b", "BF16", 2, CheckpointFiles.noise(2, 3_000_000))
            .bytes();

    private Git git;
    private CheckpointRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        git = new Git(folder, ENVIRONMENT);
        git.run("init", "-q");
        repository = repository(local -> local);
    }

    private CheckpointRepository repository(Function<FileObjectStore, ObjectStore> source) throws IOException {
        RepositoryLayout layout = RepositoryLayout.find(folder, ENVIRONMENT).orElseThrow();
        return new CheckpointRepository(layout, git, Settings.read(git), workers, source);
    }

    private Path lfs() {
        return folder.resolve(".git").resolve("lfs");
    }

    private Path lost() {
        return folder.resolve("lost");
    }

    private void loseObjects() throws IOException {
        Files.move(lfs(), lost());
    }

    /** Has objects come back from where they were lost, as from a server. */
    private record ReturningStore(ObjectStore local, Path lfs, Path lost, List<Integer> asked) implements ObjectStore {
        @Override
        public boolean contains(Sha256 oid, long size) throws IOException {
            return local.contains(oid, size);
        }

        @Override
        public void require(Collection<StoredObject> objects) throws IOException {
            asked.add(objects.size());
            if (Files.exists(lfs)) {
                TemporaryFiles.deleteTree(lfs);
            }
            Files.move(lost, lfs);
            local.require(objects);
        }

        @Override
        public FileChannel open(Sha256 oid, long size) throws IOException {
            return local.open(oid, size);
        }

        @Override
        public ObjectWriter create() throws IOException {
            return local.create();
        }

        @Override
        public void sync() throws IOException {
            local.sync();
        }
    }

    @AfterEach
    void close() {
        Workbench.close(workers);
    }

    @Test
    void agreesOnTheProtocolAndEndsWithGit() throws IOException {
        assertThat(answers(hello())).isEqualTo(HELLO);
        assertThat(answers(new Packets().message("git-filter-client", "version=2")))
                .isEqualTo(
                        new Packets().message("git-filter-server", "version=2").text());
    }

    @Test
    void offersOnlyWhatGitKnows() throws IOException {
        Packets old = new Packets()
                .message("git-filter-client", "version=1", "version=2")
                .message("capability=clean");
        assertThat(answers(old))
                .isEqualTo(new Packets()
                        .message("git-filter-server", "version=2")
                        .message("capability=clean")
                        .text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0000",
                "0012git-something\n0000",
                "0016git-filter-client\n000eversion=3\n0000",
                "hello",
                "0003",
                "zzzz",
                "00"
            })
    void speaksNoOtherProtocol(String bytes) {
        assertThatIOException().isThrownBy(() -> run(bytes.getBytes(ISO_8859_1), false));
    }

    @Test
    void cleansAndSmudges() throws IOException {
        String answer =
                answers(hello().message("command=clean", "pathname=a model.bin").content(file));
        byte[] stub = repositoryStub();
        assertThat(answer).isEqualTo(HELLO + success(stub));

        Packets both = hello().message("command=smudge", "pathname=x", "ref=refs/heads/main", "blob=" + "0".repeat(40))
                .content(stub);
        both.message("command=clean", "pathname=x").content(file);
        assertThat(answers(both)).isEqualTo(HELLO + success(file) + success(stub));
        assertThat(heard).isEmpty();
    }

    @Test
    void contentMayComeInPacketsOfAnySize() throws IOException {
        Packets packets = hello().message("command=clean", "pathname=x");
        int at = 0;
        for (int length = 0; at < file.length; length = (length * 3 + 1) % 65517) {
            packets.packet(Arrays.copyOfRange(file, at, Math.min(file.length, at + length)));
            at += length;
        }
        assertThat(answers(packets.flush())).isEqualTo(HELLO + success(repositoryStub()));
    }

    @Test
    void emptyFilesStayEmptyAndOtherFilesStayAsTheyAre() throws IOException {
        Packets packets = hello().message("command=clean", "pathname=x").content(new byte[0]);
        packets.message("command=smudge", "pathname=x").content(new byte[0]);
        packets.message("command=smudge", "pathname=x").content("no stub".getBytes(UTF_8));
        packets.message("command=smudge", "pathname=x").content(file);
        assertThat(answers(packets))
                .isEqualTo(HELLO + success(new byte[0]).repeat(2) + success("no stub".getBytes(UTF_8)) + success(file));
    }

    @Test
    void aWarningIsHeardAndTheFileStored() throws IOException {
        byte[] opaque = "no checkpoint".getBytes(UTF_8);
        String answer = answers(hello().message("command=clean", "pathname=x y").content(opaque));
        assertThat(answer)
                .startsWith(HELLO + new Packets().message("status=success").text());
        assertThat(heard).containsExactly("warn x y: kept as opaque bytes: no format reads it");
    }

    @Test
    void aFileThatFailsIsAnErrorAndTheNextIsServed() throws IOException {
        byte[] bad = ("git-theta stub 1\n" + "x".repeat(100_000)).getBytes(UTF_8);
        Packets packets = hello().message("command=clean", "pathname=x").content(bad);
        packets.message("command=smudge", "pathname=y").content(bad);
        packets.message("command=delay", "pathname=z").content(file);
        packets.message("command=smudge", "pathname=w").content("fine".getBytes(UTF_8));
        String error = new Packets().message("status=error").text();
        assertThat(answers(packets)).isEqualTo(HELLO + error.repeat(3) + success("fine".getBytes(UTF_8)));
        assertThat(heard).hasSize(3).allMatch(sentence -> sentence.startsWith("fail "));
    }

    @Test
    void aFileThatFailsInItsMiddleIsAnErrorBehindWhatWasWritten() throws IOException {
        answers(hello().message("command=clean", "pathname=x").content(file));
        Stub stub = StubFormat.read(repositoryStub());
        String hash = stub.parameters().get(1).sha256().toString();
        byte[] wrong = new String(StubFormat.write(stub), UTF_8)
                .replaceFirst(hash, "0".repeat(64))
                .getBytes(UTF_8);

        Packets packets = hello().message("command=smudge", "pathname=x").content(wrong);
        packets.message("command=smudge", "pathname=w").content("fine".getBytes(UTF_8));

        String begun = new Packets()
                .message("status=success")
                .content(file)
                .message("status=error")
                .text();
        assertThat(answers(packets)).isEqualTo(HELLO + begun + success("fine".getBytes(UTF_8)));
        assertThat(heard).singleElement().asString().contains("has the hash");
    }

    @Test
    void filesWithoutObjectsArePutOffAndFetchedAtOnce() throws IOException {
        byte[] other = new CheckpointFiles()
                .tensor("a", "F32", 4, CheckpointFiles.noise(3, 4000))
                .bytes();
        byte[] otherStub = stubOf(other);
        byte[] stub = repositoryStub();
        loseObjects();
        List<Integer> asked = new ArrayList<>();
        repository = repository(local -> new ReturningStore(local, lfs(), lost(), asked));

        Packets packets =
                hello().message("command=smudge", "pathname=x", "can-delay=1").content(stub);
        packets.message("command=smudge", "pathname=y", "can-delay=1").content("fine".getBytes(UTF_8));
        packets.message("command=smudge", "pathname=z", "can-delay=1").content(otherStub);
        packets.message("command=list_available_blobs");
        packets.message("command=smudge", "pathname=x").content(new byte[0]);
        packets.message("command=smudge", "pathname=z").content(new byte[0]);
        packets.message("command=list_available_blobs");

        String delayed = new Packets().message("status=delayed").text();
        String available = new Packets()
                .message("pathname=x", "pathname=z")
                .message("status=success")
                .text();
        String none = new Packets().flush().message("status=success").text();
        assertThat(answers(packets))
                .isEqualTo(HELLO
                        + delayed
                        + success("fine".getBytes(UTF_8))
                        + delayed
                        + available
                        + success(file)
                        + success(other)
                        + none);
        assertThat(heard).isEmpty();
        assertThat(asked).singleElement().satisfies(count -> assertThat(count).isGreaterThan(2));
    }

    @Test
    void nothingIsPutOffThatCanBeWritten() throws IOException {
        byte[] stub = repositoryStub();
        Packets packets =
                hello().message("command=smudge", "pathname=x", "can-delay=1").content(stub);
        packets.message("command=list_available_blobs");
        assertThat(answers(packets))
                .isEqualTo(HELLO
                        + success(file)
                        + new Packets().flush().message("status=success").text());
    }

    @Test
    void whatCannotBeFetchedFailsTheFilesThatNeedItAfterOneTry() throws IOException {
        byte[] stub = repositoryStub();
        byte[] other = new CheckpointFiles()
                .tensor("a", "F32", 4, CheckpointFiles.noise(3, 4000))
                .bytes();
        loseObjects();
        byte[] otherStub = stubOf(other);
        Packets packets =
                hello().message("command=smudge", "pathname=x", "can-delay=1").content(stub);
        packets.message("command=smudge", "pathname=z", "can-delay=1").content(otherStub);
        packets.message("command=list_available_blobs");
        packets.message("command=smudge", "pathname=x").content(new byte[0]);
        assertThat(answers(packets))
                .isEqualTo(HELLO
                        + new Packets().message("status=delayed").text()
                        + success(other)
                        + new Packets()
                                .message("pathname=x")
                                .message("status=success")
                                .message("status=error")
                                .text());
        assertThat(heard).singleElement().asString().startsWith("fail x: ").contains("missing");
    }

    @Test
    void leavesStubsWhenAskedTo() throws IOException {
        answers(hello().message("command=clean", "pathname=x").content(file));
        byte[] stub = repositoryStub();
        Packets packets = hello().message("command=smudge", "pathname=x").content(stub);
        assertThat(run(packets.bytes(), true)).isEqualTo(HELLO + success(stub));
    }

    @Test
    void endsWhenGitEndsInTheMiddle() throws IOException {
        byte[] whole =
                hello().message("command=clean", "pathname=x").content(file).bytes();
        int request = hello().bytes().length;
        for (int length : new int[] {request + 2, request + 10, request + 40, whole.length - 1000, whole.length - 2}) {
            assertThatIOException().isThrownBy(() -> run(Arrays.copyOf(whole, length), false));
        }
        assertThatIOException()
                .isThrownBy(() -> run(Arrays.copyOf(whole, whole.length - 4), false))
                .isInstanceOf(EOFException.class);
        assertThat(folder.resolve(".git/lfs/theta/tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my blob", "a blob 5", "2:x", "größe.bin", "-x", "a\tb", "x blob blob"})
    void anyPathnameIsServed(String pathname) throws IOException {
        Packets packets = hello();
        packets.packet("command=clean\n".getBytes(UTF_8))
                .packet(("pathname=" + pathname + "\n").getBytes(UTF_8))
                .flush();
        assertThat(answers(packets.content(file))).isEqualTo(HELLO + success(repositoryStub()));
        assertThat(heard).isEmpty();
    }

    @Test
    void aStubThatGitHasSaysWhereTheBytesAreEvenWithoutAMemo() throws IOException {
        answers(hello().message("command=clean", "pathname=x").content(file));
        byte[] stub = repositoryStub();
        Files.write(folder.resolve("x"), stub);
        git.run("add", "x");
        git.run("commit", "-q", "-m", "x");
        assertThat(answers(hello().message("command=clean", "pathname=x").content(file)))
                .isEqualTo(HELLO + success(stub));
    }

    private static Packets hello() {
        return new Packets()
                .message("git-filter-client", "version=2")
                .message("capability=clean", "capability=smudge", "capability=delay");
    }

    private static String success(byte[] content) {
        return new Packets().message("status=success").content(content).flush().text();
    }

    private byte[] repositoryStub() throws IOException {
        return stubOf(file);
    }

    private byte[] stubOf(byte[] content) throws IOException {
        return repository
                .cleaner()
                .clean(new ByteArrayInputStream(content), repository.knownFor("other"), Optional.empty())
                .text();
    }

    private String answers(Packets packets) throws IOException {
        return run(packets.bytes(), false);
    }

    private String run(byte[] input, boolean skipSmudge) throws IOException {
        FilterListener listener = new FilterListener() {
            @Override
            public void warn(String pathname, String sentence) {
                heard.add("warn " + pathname + ": " + sentence);
            }

            @Override
            public void fail(String pathname, Exception failure) {
                heard.add("fail " + pathname + ": " + failure.getMessage());
            }
        };
        ThetaFilter filter = new ThetaFilter(CompletableFuture.completedFuture(repository), skipSmudge, listener);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FilterProcess(new ByteArrayInputStream(input), out, filter, listener).run();
        return out.toString(ISO_8859_1);
    }
}
