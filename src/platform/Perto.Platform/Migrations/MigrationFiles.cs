using System.Reflection;
using System.Text.RegularExpressions;

namespace Perto.Platform;

/// <summary>
/// Reads the migrations that a module's assembly embeds as <c>Migrations/NNNN_name.sql</c>. Where the engines must differ,
/// <c>NNNN_name.sqlite.sql</c> or <c>NNNN_name.postgres.sql</c> stands beside it or instead of it, and wins on its engine.
/// </summary>
internal static partial class MigrationFiles
{
    private const string Folder = "Migrations/";

    /// <summary>The module's migrations for <paramref name="dialect"/>, in their order.</summary>
    /// <exception cref="MigrationException">A file's name is none, two files share a number, or one engine has no text.</exception>
    public static IReadOnlyList<Migration> Of(PertoModule module, SqlDialect dialect)
    {
        if (module.Schema is not { } assembly)
            return [];
        string engine = dialect.ToString().ToLowerInvariant();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
                .Select(Parse)
                .GroupBy(file => file.Number)
                .OrderBy(files => files.Key)
                .Select(files => Read(assembly, module.Name, Choose(module.Name, [.. files], engine))),
        ];
    }

    private static MigrationFile Parse(string resource)
    {
        Match match = FileName.Match(resource[Folder.Length..]);
        return match.Success
            ? new MigrationFile(resource, int.Parse(match.Groups["number"].ValueSpan), match.Groups["name"].Value, match.Groups["engine"].Value)
            : throw new MigrationException($"{resource} is no migration's name; allowed: NNNN_name.sql, NNNN_name.sqlite.sql, NNNN_name.postgres.sql");
    }

    private static MigrationFile Choose(string module, IReadOnlyList<MigrationFile> files, string engine)
    {
        if (files.Select(file => file.Name).Distinct().Skip(1).Any())
            throw new MigrationException($"Module {module} has two migrations with the number {files[0].Number:0000}: {string.Join(", ", files.Select(file => file.Resource))}");
        return files.FirstOrDefault(file => file.Engine == engine)
            ?? files.FirstOrDefault(file => file.Engine.Length == 0)
            ?? throw new MigrationException($"Migration {files[0].Resource} of module {module} has no text for {engine}");
    }

    private static Migration Read(Assembly assembly, string module, MigrationFile file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(file.Resource)!);
        // A checkout may turn line feeds into carriage returns; the ledger's hash must not see it.
        string text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(module, file.Number, file.Name, text);
    }

    [GeneratedRegex(@"^(?<number>\d{4})_(?<name>[a-z0-9_]+)(\.(?<engine>sqlite|postgres))?\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName { get; }

    private sealed record MigrationFile(string Resource, int Number, string Name, string Engine);
}
