using System.Diagnostics;
using System.Text;

namespace Perto.Testing;

/// <summary>
/// Looks for traces of text and numbers in bytes: as UTF-8, UTF-16, hexadecimal, and inside of base64 whatever stands before. Text is best a
/// word of letters and digits, which JSON, CSV and URLs leave as it is.
/// </summary>
public sealed class ByteSearch
{
    private readonly List<(string Name, byte[] Bytes)> _traces = [];

    /// <summary>Looks for a text, too.</summary>
    public ByteSearch Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Bytes($"'{text}'", utf8);
        Bytes($"'{text}' (UTF-16)", Encoding.Unicode.GetBytes(text));
        Bytes($"'{text}' (hex)", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        for (int before = 0; before < 3; before++)
        {
            byte[] shifted = [.. new byte[before], .. utf8];
            string base64 = Convert.ToBase64String(shifted)[(before == 0 ? 0 : before + 1)..(shifted.Length * 8 / 6)];
            Bytes($"'{text}' (base64)", Encoding.ASCII.GetBytes(base64));
        }
        return this;
    }

    /// <summary>Looks for bytes, too.</summary>
    public ByteSearch Bytes(string name, byte[] bytes)
    {
        _traces.Add((name, bytes));
        return this;
    }

    /// <summary>The traces that are in <paramref name="bytes"/>.</summary>
    public IEnumerable<string> In(ReadOnlyMemory<byte> bytes) => _traces.Where(trace => bytes.Span.IndexOf(trace.Bytes) >= 0).Select(trace => trace.Name);

    /// <summary>The traces in all files below a folder, each with the file's path in it; other processes may have the files open.</summary>
    public IReadOnlyList<string> InFolder(string folder)
    {
        List<string> found = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, path);
            found.AddRange(In(Encoding.UTF8.GetBytes(name)).Select(trace => $"{name}: {trace} in its name"));
            found.AddRange(In(Read(path)).Select(trace => $"{name}: {trace}"));
        }
        return found;
    }

    private static byte[] Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (FileNotFoundException)
        {
            // Deleted since it was listed.
            return [];
        }
        catch (IOException) when (!OperatingSystem.IsWindows())
        {
            // .NET asks whether others have locked a file; the system's own programs do not.
            using var cat = Process.Start(new ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            using MemoryStream bytes = new();
            cat.StandardOutput.BaseStream.CopyTo(bytes);
            cat.WaitForExit();
            Assert.Equal(0, cat.ExitCode);
            return bytes.ToArray();
        }
    }
}
