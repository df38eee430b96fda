using System.Text.RegularExpressions;
using Perto.Testing;

namespace Perto.Architecture.Tests;

/// <summary>Rules that a file's path and text can break. Paths are relative to the repository, with <c>/</c>.</summary>
internal static partial class SourceTree
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "dist", "TestResults", "BenchmarkDotNet.Artifacts"];

    // The platform's Models folder is its model registry: a thing of its subject.
    private static readonly string[] KindsOfCode = ["Services", "Models", "Helpers", "Interfaces", "Utils", "Utilities", "Common", "Managers"];
    private const string ModelRegistry = "src/platform/Perto.Platform/Models/";

    private static readonly string[] Text =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".sql", ".json", ".md", ".sh", ".yaml", ".yml", ".ts", ".tsx", ".mjs", ".css", ".html", ".txt", ""];

    /// <summary>Text files of the repository that people write, below <paramref name="folder"/>.</summary>
    public static IEnumerable<string> Files(string folder = ".")
    {
        foreach (string file in Directory.EnumerateFiles(TestRepository.Find(folder)).Where(file => Text.Contains(Path.GetExtension(file))))
            yield return Path.GetRelativePath(TestRepository.Root, file).Replace('\\', '/');
        foreach (string child in Directory.EnumerateDirectories(TestRepository.Find(folder)))
        {
            string name = Path.GetFileName(child);
            if (NotOurs.Contains(name) || (name.StartsWith('.') && name != ".ci"))
                continue;
            foreach (string file in Files(Path.GetRelativePath(TestRepository.Root, child)))
                yield return file;
        }
    }

    /// <summary>One public type a file, and the file named after it; <c>Type.Concern.cs</c> holds a part of a partial type.</summary>
    public static IEnumerable<string> PublicTypes(string file, string text)
    {
        string[] types = [.. PublicType().Matches(text).Select(match => match.Groups["name"].Value).Distinct()];
        string name = Path.GetFileName(file).Split('.', '{')[0];
        if (types.Length > 1)
            yield return $"{file} holds {types.Length} public types ({string.Join(", ", types)}): one public type a file.";
        else if (types is [string type] && type != name)
            yield return $"{file} holds the public type {type}: the file is named after it.";
    }

    /// <summary>No regions: a file that needs folding is two files.</summary>
    public static IEnumerable<string> Regions(string file, string text)
    {
        if (Region().IsMatch(text))
            yield return $"{file} has a #region: make it smaller instead.";
    }

    /// <summary>Folders are named after things of the subject, not after kinds of code.</summary>
    public static IEnumerable<string> Folders(string file)
    {
        if (file.StartsWith(ModelRegistry, StringComparison.Ordinal))
            yield break;
        foreach (string folder in file.Split('/')[..^1].Intersect(KindsOfCode))
            yield return $"{file} lies in a folder named {folder}: name it after the thing of the subject that it holds.";
    }

    /// <summary>Migrations are <c>Migrations/NNNN_name.sql</c>, with <c>.sqlite</c> or <c>.postgres</c> where the text must differ.</summary>
    /// <param name="files">Files of one project.</param>
    public static IEnumerable<string> Migrations(IEnumerable<string> files)
    {
        var nameOf = new Dictionary<string, string>();
        foreach (string file in files.Where(file => file.EndsWith(".sql", StringComparison.Ordinal) && file.Contains("/Migrations/")))
        {
            Match match = Migration().Match(file);
            if (!match.Success)
            {
                yield return $"{file} is not named Migrations/NNNN_name.sql, .sqlite.sql or .postgres.sql (lower case, digits, _).";
                continue;
            }

            string number = match.Groups["number"].Value;
            string name = match.Groups["name"].Value;
            if (!nameOf.TryAdd(number, name) && nameOf[number] != name)
                yield return $"{file} has number {number}, which {nameOf[number]} has already.";
        }
    }

    /// <summary>Every project is in the solution: what is not is neither built nor tested.</summary>
    /// <param name="projects">Paths of the project files.</param>
    /// <param name="solution">Text of the solution.</param>
    public static IEnumerable<string> NotInSolution(IEnumerable<string> projects, string solution) =>
        projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .Select(project => $"{project} is not in Perto.slnx, so nothing builds or tests it.");

    /// <summary>No path of one machine: neither of this one nor of somebody's home.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="text">Its text.</param>
    /// <param name="root">Where the repository lies on this machine.</param>
    public static IEnumerable<string> MachinePaths(string file, string text, string root)
    {
        string? parent = Path.GetDirectoryName(root);
        foreach (Match match in Home().Matches(text))
            yield return $"{file} names {match.Value}, a path of one machine.";
        if (text.Contains(root, StringComparison.Ordinal))
            yield return $"{file} names {root}, a path of one machine.";
        else if (parent is not (null or "/" or "/tmp" or "/var/tmp" or "/home") && text.Contains(parent + "/", StringComparison.Ordinal))
            yield return $"{file} names {parent}, a path of one machine.";
    }

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|unsafe|ref|delegate|record|class|struct|interface|enum) )+(?:[\w<>\[\]?,. ]+ (?=\w+\())?(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"/Migrations/(?<number>[0-9]{4})_(?<name>[a-z0-9_]+)(\.(sqlite|postgres))?\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex Migration();

    [GeneratedRegex(@"(?<![\w.])(/home/|/Users/|[A-Z]:\\Users\\)\w[\w.-]*", RegexOptions.ExplicitCapture)]
    private static partial Regex Home();
}
