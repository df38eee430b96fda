using System.Globalization;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>
/// Reads files in the form of SVM-light: on each line a label and then <c>feature:value</c> with ascending features, separated by blanks; what
/// stands behind # is a remark. A feature that a line does not name is 0; <c>nan</c> is a missing value. <c>qid:n</c> behind the label is the
/// query of the line; lines of a query stand together.
/// </summary>
public static class SvmLightReader
{
    /// <summary>The largest feature that is read.</summary>
    public const int LargestFeature = 100_000;

    /// <summary>The highest grade: 2^30 - 1 is what the best row is worth.</summary>
    public const int HighestGrade = 30;

    // Rows are dense in memory: a small file with a large feature would fill it.
    private const long MostCells = 1L << 28;

    /// <summary>Reads all rows.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="featureCount">
    /// Features of a row; what a line says of others is left out. Null for as many as the file has: the largest feature and one more, because
    /// files begin with 0 or 1.
    /// </param>
    /// <param name="graded">Whether labels are grades: whole numbers in 0..<see cref="HighestGrade"/>.</param>
    /// <returns>The rows; with groups where the lines name their query.</returns>
    /// <exception cref="DataFileException">A line cannot be used; names the line, the field and the rule.</exception>
    public static LabeledRows Read(TextReader reader, string file, int? featureCount = null, bool graded = false)
    {
        List<float> labels = [];
        List<(int Row, int Feature, float Value)> values = [];
        string? query = null;
        HashSet<string> queries = new(StringComparer.Ordinal);
        List<int> groups = [];
        int largest = -1;
        long line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            string[] words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            labels.Add(Number(words[0], file, line, "label", allowsNaN: false));
            if (graded && !(labels[^1] is >= 0 and <= HighestGrade && float.IsInteger(labels[^1])))
                throw new DataFileException(file, line, "label", words[0], $"a grade, a whole number in 0..{HighestGrade}");
            int first = words.Length > 1 && words[1].StartsWith("qid:", StringComparison.Ordinal) ? 2 : 1;
            if (first == 2)
                AddQuery(words[1]["qid:".Length..], ref query, queries, groups, labels.Count, file, line);
            else if (queries.Count > 0)
                throw new DataFileException(file, line, "qid", words.Length > 1 ? words[1] : "", "qid:n on each line or on none");
            int previous = -1;
            foreach (string word in words.AsSpan(first))
            {
                (int feature, float value) = Pair(word, file, line);
                if (feature <= previous)
                    throw new DataFileException(file, line, "feature", word, $"above {previous}, the one before it");
                previous = feature;
                values.Add((labels.Count - 1, feature, value));
            }

            largest = Math.Max(largest, previous);
        }

        if (labels.Count == 0)
            throw new DataFileException(file, line, "file", "nothing", "at least one row");
        return Dense(labels, values, featureCount ?? largest + 1, groups, file, line);
    }

    private static LabeledRows Dense(
        List<float> labels, List<(int Row, int Feature, float Value)> values, int featureCount, List<int> groups, string file, long line)
    {
        if (featureCount == 0)
            throw new DataFileException(file, line, "file", "labels alone", "rows with at least one feature");
        long size = (long)labels.Count * featureCount;
        if (size > MostCells)
            throw new DataFileException(file, line, "rows x features", $"{labels.Count} x {featureCount}", $"at most {MostCells} cells");
        float[] features = new float[size];
        foreach ((int row, int feature, float value) in values)
        {
            if (feature < featureCount)
                features[(row * featureCount) + feature] = value;
        }

        return new LabeledRows { FeatureCount = featureCount, Features = features, Labels = [.. labels], Groups = groups.Count == 0 ? null : [.. groups] };
    }

    private static void AddQuery(string query, ref string? previous, HashSet<string> queries, List<int> groups, int rows, string file, long line)
    {
        if (query == previous)
        {
            groups[^1]++;
            return;
        }

        if (query.Length == 0)
            throw new DataFileException(file, line, "qid", "qid:", "qid: and a name");
        if ((queries.Count == 0 && rows > 1) || !queries.Add(query))
            throw new DataFileException(file, line, "qid", query, "with the other lines of its query, and on each line or on none");
        previous = query;
        groups.Add(1);
    }

    private static (int Feature, float Value) Pair(string word, string file, long line)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            throw new DataFileException(file, line, "feature", word, "feature:value");
        if (!int.TryParse(word.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int feature) || feature > LargestFeature)
            throw new DataFileException(file, line, "feature", word, $"a whole number in 0..{LargestFeature} before the colon");
        return (feature, Number(word[(colon + 1)..], file, line, $"value of feature {feature}", allowsNaN: true));
    }

    private static float Number(string text, string file, long line, string field, bool allowsNaN)
    {
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
            && (float.IsFinite(value) || (allowsNaN && float.IsNaN(value))))
        {
            return value;
        }

        throw new DataFileException(file, line, field, text, allowsNaN ? "a finite number or nan" : "a finite number");
    }
}
