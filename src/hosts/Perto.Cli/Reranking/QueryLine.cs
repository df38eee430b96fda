using System.Runtime.CompilerServices;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>A query of a file, with its candidates where the file has them.</summary>
internal sealed record QueryLine
{
    /// <summary>What is asked.</summary>
    public required string Query { get; init; }

    /// <summary>What a retrieval found for it, best first.</summary>
    public IReadOnlyList<RerankCandidate>? Candidates { get; init; }

    /// <summary>The queries of a file: a query on each line, or JSON objects where it ends with <c>.jsonl</c>. Lines that are empty are passed over.</summary>
    /// <exception cref="InvalidValueException">A line is no such object; the field is file and line.</exception>
    public static async IAsyncEnumerable<QueryLine> ReadAsync(FileInfo file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool json = file.Extension is ".jsonl" or ".ndjson";
        long number = 0;
        await foreach (string line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return json ? Parse(line, $"{file.Name}:{number}") : new QueryLine { Query = line };
        }
    }

    private static QueryLine Parse(string line, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<QueryLine>(line, PertoJson.Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException wrong)
        {
            throw new InvalidValueException(
                place, given: null, "a JSON object with 'query' (and 'candidates')", $"{place} must be a JSON object with 'query' (and 'candidates': id, text, score): {wrong.Message}");
        }
    }
}
