// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.Formats;
import org.gittheta.storage.repository.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the checkpoint formats. */
@Command(
        name = "formats",
        description = {
            "Lists the checkpoint formats that git theta reads parameter by parameter, those of plugins too.",
            "A file's format is found by its content, whatever its name is. A file of another format is tracked as a"
                    + " whole.",
            "Plugins are the jars in the folder that git's setting theta.pluginPath names."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta formats [--json]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta formats",
            "  git config --global theta.pluginPath ~/.local/share/git-theta/plugins",
        })
public final class FormatsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Write the list as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public FormatsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> plugins = Settings.read(context.git()).pluginPath();
        Formats formats = plugins.isPresent() ? Formats.installedWith(plugins.get()) : Formats.installed();
        if (isJson) {
            Json.write(context.out(), json -> writeAll(json, formats));
        } else {
            List<List<String>> rows = formats.all().stream()
                    .map(format -> List.of(format.name(), origin(formats, format), format.reads()))
                    .toList();
            Table.print(context.out(), rows);
        }
        return 0;
    }

    private static void writeAll(JsonGenerator json, Formats formats) throws IOException {
        json.writeStartArray();
        for (CheckpointFormat format : formats.all()) {
            json.writeStartObject();
            json.writeStringField("name", format.name());
            json.writeStringField("reads", format.reads());
            json.writeBooleanField("plugin", formats.isPlugin(format));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String origin(Formats formats, CheckpointFormat format) {
        return formats.isPlugin(format) ? "plugin" : "built in";
    }
}
