using System.Text.Json;

namespace Perto.Platform;

/// <summary>Checks what services of models answer: a wrong vector that is kept is found much later.</summary>
internal static class RemoteAnswers
{
    private const string Advice = "Check that its address is right, and that the model is one for this purpose";

    /// <summary>The vectors, if there is one for each text, all of one dimension and of finite numbers.</summary>
    /// <param name="dependency">Who answered.</param>
    /// <param name="vectors">What was answered, in the order of the texts.</param>
    /// <param name="texts">How many texts were sent.</param>
    /// <param name="dimensions">How many dimensions were asked for; null: any.</param>
    /// <exception cref="DependencyException">It is something else.</exception>
    public static IReadOnlyList<float[]> Vectors(string dependency, IReadOnlyList<float[]> vectors, int texts, int? dimensions)
    {
        if (vectors.Count != texts)
            throw new DependencyException(dependency, $"answers with {vectors.Count} vectors for {texts} texts", Advice);
        int expected = dimensions ?? (texts > 0 ? vectors[0].Length : 0);
        for (int at = 0; at < texts; at++)
        {
            if (vectors[at].Length != expected || expected == 0)
                throw new DependencyException(dependency, $"answers with a vector of {vectors[at].Length} dimensions for text {at} where {expected} were expected", Advice);
            if (!Array.TrueForAll(vectors[at], float.IsFinite))
                throw new DependencyException(dependency, $"answers with a vector for text {at} that is not of finite numbers", Advice);
        }
        return vectors;
    }

    /// <summary>Holds the vectors of one request against those of the one before.</summary>
    /// <exception cref="DependencyException">They have other dimensions.</exception>
    public static void SameDimensions(string dependency, int before, int now)
    {
        if (before != now)
            throw new DependencyException(dependency, $"answers with vectors of {now} dimensions where those before had {before}", Advice);
    }

    /// <summary>Puts parts that carry their own index in order.</summary>
    /// <param name="dependency">Who answered.</param>
    /// <param name="parts">Each with its index.</param>
    /// <param name="count">How many there must be: each index from 0 on once.</param>
    /// <exception cref="DependencyException">An index is missing, comes twice or is outside.</exception>
    public static T[] InOrder<T>(string dependency, IEnumerable<(int Index, T Part)> parts, int count)
    {
        var ordered = new T[count];
        var seen = new bool[count];
        int found = 0;
        foreach ((int index, T part) in parts)
        {
            if (index < 0 || index >= count || seen[index])
                throw new DependencyException(dependency, $"answers with index {index}{(index >= 0 && index < count ? " twice" : $", which is none of 0..{count - 1}")}", Advice);
            (ordered[index], seen[index]) = (part, true);
            found++;
        }
        return found == count ? ordered : throw new DependencyException(dependency, $"answers with {found} of {count} parts", Advice);
    }

    /// <summary>The score of each document, in their order.</summary>
    /// <param name="dependency">Who answered.</param>
    /// <param name="results">The list of results.</param>
    /// <param name="score">What the score is called in each of them.</param>
    /// <param name="documents">How many documents were sent.</param>
    /// <exception cref="DependencyException">A document is missing, comes twice, or its score is not finite.</exception>
    public static double[] Scores(string dependency, JsonElement results, string score, int documents)
    {
        double[] scores = InOrder(dependency, results.EnumerateArray().Select(result => (result.GetProperty("index").GetInt32(), result.GetProperty(score).GetDouble())), documents);
        int wrong = Array.FindIndex(scores, each => !double.IsFinite(each));
        return wrong < 0 ? scores : throw new DependencyException(dependency, $"answers with a score for document {wrong} that is not finite", Advice);
    }

    /// <summary>A vector that was written as a list of numbers.</summary>
    public static float[] Vector(JsonElement list)
    {
        var vector = new float[list.GetArrayLength()];
        int at = 0;
        foreach (JsonElement number in list.EnumerateArray())
            vector[at++] = number.GetSingle();
        return vector;
    }

    /// <summary>A count that a service may say; null where it does not, or says something that is none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="path">Where it stands.</param>
    public static long? Count(JsonElement answer, params ReadOnlySpan<string> path)
    {
        JsonElement at = answer;
        foreach (string name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }
        return at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out double count) && count is >= 0 and < long.MaxValue ? (long)count : null;
    }
}
