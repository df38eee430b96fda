namespace Perto.Vectors;

/// <summary>
/// Bad input or a collection that does not fit the request: names the field, the value given and the rule. Nothing was written.
/// </summary>
public sealed class VectorStoreException : Exception
{
    /// <param name="field">The field as the caller wrote it, as a path where it is nested: <c>filter.$or[1].year.$gte</c>.</param>
    /// <param name="given">The value given; shortened in the message, whole in <see cref="Given"/>.</param>
    /// <param name="allowed">What would have been accepted, so that "<paramref name="field"/> must be <paramref name="allowed"/>" reads
    /// well.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public VectorStoreException(string field, object? given, string allowed, Exception? inner = null)
        : base($"{field} must be {allowed}; got {Shown(given)}", inner)
    {
        Field = field;
        Given = given;
        Allowed = allowed;
    }

    /// <summary>The field as the caller wrote it.</summary>
    public string Field { get; }

    /// <summary>The value as it was given.</summary>
    public object? Given { get; }

    /// <summary>What would have been accepted.</summary>
    public string Allowed { get; }

    private static string Shown(object? given)
    {
        const int Longest = 120;
        string text = given switch
        {
            null => "nothing",
            string s => $"'{s}'",
            IFormattable number => number.ToString(null, null),
            _ => given.ToString() ?? "",
        };
        return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}...";
    }
}
