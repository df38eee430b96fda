namespace Perto.Recommendations;

/// <summary>
/// Reads the negatives file of a leave-one-out test (He et al. 2017): on each line <c>(user,item)</c> and then the negatives,
/// separated by tabs.
/// </summary>
public static class NegativesReader
{
    /// <summary>Reads all cases.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="users">Numbers the users.</param>
    /// <param name="items">Numbers the items.</param>
    /// <exception cref="DataFileException">A line cannot be used.</exception>
    public static IReadOnlyList<LeaveOneOutCase> Read(TextReader reader, string file, IdIndex users, IdIndex items)
    {
        List<LeaveOneOutCase> cases = [];
        for (long line = 1; reader.ReadLine() is { } text; line++)
        {
            string[] fields = text.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
                continue;
            (string user, string positive) = Pair(fields[0], file, line);
            if (fields.Length == 1)
                throw new DataFileException(file, line, "negatives", text, "at least one item after the pair, separated by tabs");
            int[] negatives = [.. fields.Skip(1).Select(item => items.Add(item))];
            cases.Add(new LeaveOneOutCase(users.Add(user), items.Add(positive), negatives));
        }

        return cases;
    }

    private static (string User, string Item) Pair(string field, string file, long line)
    {
        if (field.Length > 2 && field[0] == '(' && field[^1] == ')')
        {
            string[] ids = field[1..^1].Split(',', StringSplitOptions.TrimEntries);
            if (ids is [{ Length: > 0 } user, { Length: > 0 } item])
                return (user, item);
        }

        throw new DataFileException(file, line, "pair", field, "(user,item)");
    }
}
