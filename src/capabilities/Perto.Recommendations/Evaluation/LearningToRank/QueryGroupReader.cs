using System.Globalization;

namespace Perto.Recommendations;

/// <summary>Reads a file that says how many rows each query has: one count a line, in the order of the rows.</summary>
public static class QueryGroupReader
{
    /// <summary>Reads all counts.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="rowCount">The rows of the file of rows, to which the counts must add up.</param>
    /// <exception cref="DataFileException">A line is no count, or they do not add up.</exception>
    public static int[] Read(TextReader reader, string file, int rowCount)
    {
        List<int> groups = [];
        long sum = 0;
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
                throw new DataFileException(file, line, "count", text, "a whole number, at least 1");
            groups.Add(count);
            sum += count;
            if (sum > rowCount)
                throw new DataFileException(file, line, "sum of the counts", $"{sum}", $"the {rowCount} rows");
        }

        return sum == rowCount ? [.. groups] : throw new DataFileException(file, line, "sum of the counts", $"{sum}", $"the {rowCount} rows");
    }
}
