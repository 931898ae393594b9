// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the plugin of {@code examples/format-plugin} and uses it. */
class PluginsTest {
    private static final Path PROJECT = project();
    private static final String SERVICE = "META-INF/services/org.gittheta.filter.format.CheckpointFormat";

    @TempDir
    static Path folder;

    private static Path plugins;

    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        Path inModule = here.resolveSibling("examples/format-plugin");
        return Files.isDirectory(inModule) ? inModule : here.resolve("examples/format-plugin");
    }

    @BeforeAll
    static void build() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
                Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
            List<Path> java = sources.filter(Files::isRegularFile).toList();
            List<String> options = List.of(
                    "-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                            .call())
                    .isTrue();
        }
        plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.createDirectories(classes.resolve(SERVICE).getParent());
        Files.copy(PROJECT.resolve("src/main/resources").resolve(SERVICE), classes.resolve(SERVICE));
        jar(plugins.resolve("llama2c.jar"), classes);
    }

    private static void jar(Path target, Path content) throws IOException {
        try (OutputStream out = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(content)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(
                        new JarEntry(content.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
            }
        }
    }

    @Test
    void aFormatOfAJarIsFoundBesideTheOthers() throws Exception {
        Formats formats = Formats.installedWith(plugins);
        byte[] file = model();

        CheckpointFormat format = formats.of(file, file.length).orElseThrow();

        assertThat(format.name()).isEqualTo("llama2c");
        assertThat(formats.isPlugin(format)).isTrue();
        assertThat(formats.all()).hasSize(Formats.installed().all().size() + 1);
        assertThat(FormatRunner.stream((StreamedFormat) format, file).parameters())
                .extracting(extent -> extent.parameter().name().text())
                .hasSize(2 + 9 * 2)
                .contains("tok_embeddings.weight", "layers.1.attention.wk.weight")
                .doesNotContain("output.weight");
    }

    @Test
    void oneJarIsEnough() throws Exception {
        assertThat(Formats.installedWith(plugins.resolve("llama2c.jar")).all())
                .extracting(CheckpointFormat::name)
                .contains("llama2c");
    }

    @Test
    void aFolderWithoutJarsIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatIOException()
                .isThrownBy(() -> Formats.installedWith(empty))
                .withMessageContaining("theta.pluginPath")
                .withMessageContaining("no jar");
    }

    @Test
    void aJarThatNamesAClassThatIsNotThereIsRefused() throws IOException {
        Path content = Files.createDirectory(folder.resolve("content"));
        Files.createDirectories(content.resolve(SERVICE).getParent());
        Files.writeString(content.resolve(SERVICE), "org.example.Missing\n");
        Path broken = folder.resolve("broken.jar");
        jar(broken, content);

        assertThatIOException()
                .isThrownBy(() -> Formats.installedWith(broken))
                .withMessageContaining("cannot be loaded")
                .withMessageContaining("org.example.Missing");
    }

    /** Makes a model of two layers, 4 numbers wide, with 5 words and a classifier that is the embedding. */
    private static byte[] model() {
        int floats = 2 * 4 + 2 * 4 + 4 + 5 * 4 + 2 * (16 + 8 + 8 + 16) + 2 * (12 + 12 + 12);
        ByteBuffer file = ByteBuffer.allocate(256 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : new int[] {0x616B3432, 1, 4, 3, 2, 2, 1, 5, 16}) {
            file.putInt(number);
        }
        file.put((byte) 1);
        return file.array();
    }
}
