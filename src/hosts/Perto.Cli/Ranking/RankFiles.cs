using System.CommandLine;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>Files of rows and of the sizes of their queries, and their reading.</summary>
internal static class RankFiles
{
    /// <summary>The option of a file of rows.</summary>
    public static Option<FileInfo?> Rows(string name, string purpose) =>
        new(name) { Description = $"{purpose}: SVM-light, a label and then feature:value on each line", HelpName = "FILE" };

    /// <summary>The option of the file that says how many rows each query has.</summary>
    public static Option<FileInfo?> Groups(string name) =>
        new(name) { Description = "How many rows each query has, one count a line [default: by the qid of the lines]", HelpName = "FILE" };

    /// <summary>Reads rows with their queries.</summary>
    /// <param name="rows">The file of rows.</param>
    /// <param name="groups">The file of counts, where there is one.</param>
    /// <param name="featureCount">Features of a row, where a model says it.</param>
    public static LabeledRows Read(FileInfo rows, FileInfo? groups, int? featureCount = null)
    {
        using StreamReader rowReader = InteractionFiles.Open(rows);
        LabeledRows read = SvmLightReader.Read(rowReader, rows.Name, featureCount, graded: true);
        if (groups is null)
        {
            return read.Groups is not null ? read : throw new InvalidValueException(
                "groups", rows.Name, "a file of counts or qid", $"The rows of {rows.Name} have no qid: give the file that says how many rows each query has");
        }

        if (read.Groups is not null)
            throw new InvalidValueException("groups", groups.Name, "none where the lines have a qid", $"The lines of {rows.Name} have a qid: leave {groups.Name} out");
        using StreamReader groupReader = InteractionFiles.Open(groups);
        return read with { Groups = QueryGroupReader.Read(groupReader, groups.Name, read.RowCount) };
    }
}
