using System.Globalization;

namespace Perto.Vectors.Storage;

/// <summary>Names of the files of a log: <c>folder/0000000001.log</c>.</summary>
internal static class LogFileName
{
    private const string Ending = ".log";

    public static string Of(string folder, long number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{number:D10}{Ending}");
        return folder.Length == 0 ? name : $"{folder}/{name}";
    }

    /// <summary>Whether a file is one of a log, by its name.</summary>
    public static bool IsLog(string name) => name.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>Numbers of the log files in a folder, ascending; other files are left alone.</summary>
    public static List<long> NumbersIn(IFiles files, string folder)
    {
        var numbers = new List<long>();
        foreach (string name in files.Files(folder))
        {
            if (IsLog(name)
                && long.TryParse(name.AsSpan(0, name.Length - Ending.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && Of("", number) == name)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
