// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.worktree.LinkedTree;
import org.gittheta.cli.worktree.LinkedTrees;
import org.gittheta.cli.worktree.TreeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Says how every worktree stands.
 *
 * <p>With {@code --json} it writes an array of objects:
 *
 * <pre>
 * {"path": "/work/lora", "branch": "feat/lora",   // branch: null if HEAD is detached
 *  "head": "0123…", "main": false,                // head: null before the first commit
 *  "against": "main", "ahead": 1, "behind": 0,    // against: null if there is nothing to count from
 *  "dirty": false, "stubs": 1, "checkpoints": 1,
 *  "lock": null, "gone": false,                   // lock: the reason
 *  "lastRun": "0123abc train",                    // null if there is none
 *  "bytes": 1234}
 * </pre>
 */
@Command(
        name = "list",
        description = {
            "Says how every worktree stands.",
            "Ahead and behind count from its upstream, or else from the branch of the main worktree."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta worktree list", "  git theta worktree list --porcelain"})
public final class WorktreeListCommand implements Callable<Integer> {
    private static final int SHORT = 10;

    private final CommandContext context;

    @Option(names = "--porcelain", description = "A word and a value in each line, an empty line after each worktree.")
    private boolean isPorcelain;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public WorktreeListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        LinkedTrees trees = LinkedTrees.of(context);
        List<TreeReport> reports = new ArrayList<>();
        for (LinkedTree tree : trees.all()) {
            reports.add(
                    tree.isGone() || tree.isBare()
                            ? TreeReport.absent(tree)
                            : TreeReport.of(context.elsewhere(tree.path()), tree, trees.main()));
        }
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (TreeReport report : reports) {
                    write(json, report);
                }
                json.writeEndArray();
            });
        } else if (isPorcelain) {
            reports.forEach(report -> porcelain(context.out(), report));
        } else {
            Table.print(
                    context.out(),
                    reports.stream().map(WorktreeListCommand::row).toList());
        }
        return 0;
    }

    private static List<String> row(TreeReport report) {
        LinkedTree tree = report.tree();
        List<String> notes = new ArrayList<>();
        if (report.isDirty()) {
            notes.add("dirty");
        }
        tree.lock().ifPresent(reason -> notes.add("locked" + (reason.isEmpty() ? "" : " (" + reason + ")")));
        if (tree.isGone()) {
            notes.add("gone");
        }
        report.lastRun().ifPresent(run -> notes.add("last run " + run));
        return List.of(
                tree.path().toString(),
                tree.isBare() ? "(bare)" : tree.branch().orElse("(detached)"),
                tree.head().map(id -> id.substring(0, SHORT)).orElse("-"),
                "+" + report.ahead() + " -" + report.behind(),
                report.checkpoints() == 0 ? "-" : contents(report),
                Sizes.of(report.bytes()),
                OneLine.of(String.join(", ", notes)));
    }

    private static String contents(TreeReport report) {
        if (report.stubs() == 0) {
            return Sizes.count(report.checkpoints(), "checkpoint");
        }
        return report.stubs() == report.checkpoints()
                ? Sizes.count(report.stubs(), "stub")
                : report.stubs() + " of " + report.checkpoints() + " stubs";
    }

    private static void porcelain(PrintStream out, TreeReport report) {
        LinkedTree tree = report.tree();
        out.println("worktree " + tree.path());
        tree.head().ifPresent(id -> out.println("HEAD " + id));
        out.println(tree.branch().map(name -> "branch refs/heads/" + name).orElse(tree.isBare() ? "bare" : "detached"));
        report.against().ifPresent(name -> out.println("against " + name));
        out.println("ahead " + report.ahead());
        out.println("behind " + report.behind());
        if (report.isDirty()) {
            out.println("dirty");
        }
        out.println("stubs " + report.stubs());
        out.println("checkpoints " + report.checkpoints());
        tree.lock().ifPresent(reason -> out.println(("locked " + OneLine.of(reason)).strip()));
        if (tree.isGone()) {
            out.println("gone");
        }
        report.lastRun().ifPresent(run -> out.println("run " + run));
        out.println("bytes " + report.bytes());
        out.println();
    }

    private static void write(JsonGenerator json, TreeReport report) throws IOException {
        LinkedTree tree = report.tree();
        json.writeStartObject();
        json.writeStringField("path", tree.path().toString());
        json.writeStringField("branch", tree.branch().orElse(null));
        json.writeStringField("head", tree.head().orElse(null));
        json.writeBooleanField("main", tree.isMain());
        json.writeStringField("against", report.against().orElse(null));
        json.writeNumberField("ahead", report.ahead());
        json.writeNumberField("behind", report.behind());
        json.writeBooleanField("dirty", report.isDirty());
        json.writeNumberField("stubs", report.stubs());
        json.writeNumberField("checkpoints", report.checkpoints());
        json.writeStringField("lock", tree.lock().orElse(null));
        json.writeBooleanField("gone", tree.isGone());
        json.writeStringField("lastRun", report.lastRun().orElse(null));
        json.writeNumberField("bytes", report.bytes());
        json.writeEndObject();
    }
}
