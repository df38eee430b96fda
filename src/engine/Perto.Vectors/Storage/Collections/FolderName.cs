using System.Text;

namespace Perto.Vectors.Storage;

/// <summary>
/// Names of tenants and collections as names of folders that every file system can hold, those that do not tell upper from lower case
/// too. Reversible: the folder tells the name. At most 193 characters.
/// </summary>
/// <remarks>
/// Lower case, digits, <c>-</c>, <c>_</c> and <c>@</c> stand for themselves; <c>.</c>, <c>:</c> and <c>/</c> become <c>,</c>, <c>;</c> and
/// <c>!</c>. A letter of the rarer case has <c>+</c> before it, and <c>=</c> at the beginning says that this is lower case. A name that
/// Windows keeps for a device has <c>=</c> at its end.
/// </remarks>
internal static class FolderName
{
    private const char Shift = '+';
    private const char Mark = '=';

    public static string Of(string name)
    {
        bool isUpper = name.Count(char.IsAsciiLetterUpper) > name.Count(char.IsAsciiLetterLower);
        StringBuilder folder = new(name.Length + 8);
        if (isUpper)
            folder.Append(Mark);
        foreach (char c in name)
        {
            if (char.IsAsciiLetter(c) && char.IsAsciiLetterUpper(c) != isUpper)
                folder.Append(Shift);
            folder.Append(c switch { '.' => ',', ':' => ';', '/' => '!', _ => char.ToLowerInvariant(c) });
        }
        if (IsDevice(folder.ToString()))
            folder.Append(Mark);
        return folder.ToString();
    }

    /// <summary>The name that has the folder; null if none has.</summary>
    public static string? Read(string folder)
    {
        bool isUpper = folder.StartsWith(Mark);
        StringBuilder name = new(folder.Length);
        bool shifted = false;
        foreach (char c in folder.AsSpan(isUpper ? 1 : 0).TrimEnd(Mark))
        {
            if (c == Shift)
            {
                shifted = true;
                continue;
            }
            char plain = c switch { ',' => '.', ';' => ':', '!' => '/', _ => c };
            name.Append(isUpper != shifted ? char.ToUpperInvariant(plain) : plain);
            shifted = false;
        }
        // Whatever is not written so is not the store's.
        return name.Length > 0 && Of(name.ToString()) == folder ? name.ToString() : null;
    }

    private static bool IsDevice(string folder) => folder is "con" or "prn" or "aux" or "nul"
        || (folder.Length == 4 && (folder.StartsWith("com", StringComparison.Ordinal) || folder.StartsWith("lpt", StringComparison.Ordinal))
            && char.IsAsciiDigit(folder[3]));
}
