using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>How far a copy came, in a file, so that it can go on after a crash. What it says is never ahead of what was written.</summary>
public sealed class CopyCheckpoint
{
    private readonly string _path;
    private readonly string _copy;

    private CopyCheckpoint(string path, string copy, State? found)
    {
        _path = path;
        _copy = copy;
        Cursor = found?.Cursor;
        Resumed = found?.Done ?? 0;
        IsWritten = found is { Cursor: null };
    }

    /// <summary>The source's cursor of the page to go on with; null: the first.</summary>
    public string? Cursor { get; }

    /// <summary>Records that runs before have written.</summary>
    public long Resumed { get; }

    /// <summary>Whether runs before have written all records, and only the comparison is left.</summary>
    public bool IsWritten { get; }

    /// <summary>Looks for where a copy came to.</summary>
    /// <param name="folder">Folder of such files; made with the first.</param>
    /// <param name="from">Names the source, without its secrets.</param>
    /// <param name="to">Names the target, without its secrets.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="restart">Begins at the beginning all the same.</param>
    public static CopyCheckpoint Open(string folder, string from, string to, string collection, bool restart)
    {
        string copy = $"{from}\n{to}\n{collection}";
        string path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(copy)))[..32]}.json");
        return new CopyCheckpoint(path, copy, restart ? null : Read(path, copy));
    }

    /// <summary>Keeps how far it is.</summary>
    /// <param name="cursor">Of the page that is to be written next; null: all are written.</param>
    /// <param name="done">Records that are written.</param>
    internal void Save(string? cursor, long done)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        string fresh = $"{_path}.new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(new State(_copy, cursor, done), PertoJson.Options));
        File.Move(fresh, _path, overwrite: true);
    }

    /// <summary>Forgets it: the next copy begins anew.</summary>
    internal void Forget() => File.Delete(_path);

    // A file that is half written, or of another copy, is no checkpoint: the copy begins anew, which loses time and nothing else.
    private static State? Read(string path, string copy)
    {
        try
        {
            return JsonSerializer.Deserialize<State>(File.ReadAllText(path), PertoJson.Options) is { } state && state.Copy == copy && state.Done >= 0 ? state : null;
        }
        catch (Exception fault) when (fault is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private sealed record State(string Copy, string? Cursor, long Done);
}
