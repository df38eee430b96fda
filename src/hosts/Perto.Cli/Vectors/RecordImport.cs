using System.Text;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Cli;

/// <summary>Writes a file of records to a collection, batch by batch, and stops at a record that does not fit.</summary>
/// <param name="database">Where the collection is.</param>
/// <param name="collection">Its name.</param>
/// <param name="skip">How many records are left out.</param>
internal sealed class RecordImport(IVectorDatabase database, string collection, long skip)
{
    private const int BatchRecords = 1_000;

    // One request over HTTP (see ListBodies of Perto.Client), whatever the vectors' length: a batch that fails is not half written.
    private const int BatchCharacters = 4_000_000;

    /// <summary>Records that were written.</summary>
    public long Written { get; private set; }

    /// <summary>Records of the file that are written or were left out: where a repetition may go on.</summary>
    public long Done => skip + Written;

    /// <summary>Why it stopped before the end: the line and its fault.</summary>
    public string? Failure { get; private set; }

    public async Task RunAsync(string path, IProgress<(double Done, string Detail)> progress, CancellationToken cancellationToken)
    {
        using StreamReader reader = RecordFile.Open(path, out Stream file);
        IVectorCollection target = await database.CreateAsync(
            collection, ReadHeader(path, await reader.ReadLineAsync(cancellationToken)).Schema, cancellationToken);
        List<VectorRecord> batch = [];
        int characters = 0;
        long line = 1, record = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text) || record++ < skip)
                continue;
            try
            {
                batch.Add(VectorRecordJson.Parse(Encoding.UTF8.GetBytes(text), target.Schema, $"line {line}: "));
            }
            catch (VectorStoreException fault)
            {
                Failure = fault.Message;
                return;
            }
            characters += text.Length;
            if (batch.Count < BatchRecords && characters < BatchCharacters)
                continue;
            await WriteAsync(target, batch, cancellationToken);
            characters = 0;
            progress.Report(((double)file.Position / Math.Max(1, file.Length), $"{Written:N0} records"));
        }
        await WriteAsync(target, batch, cancellationToken);
    }

    private async Task WriteAsync(IVectorCollection target, List<VectorRecord> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;
        await target.UpsertAsync(batch, cancellationToken);
        Written += batch.Count;
        batch.Clear();
    }

    private static RecordFileHeader ReadHeader(string path, string? line)
    {
        const string Allowed = """{"collection": "...", "schema": {"vectors": [...], "payload": [...]}}""";
        try
        {
            if (line is not null && JsonSerializer.Deserialize<RecordFileHeader>(line, PertoJson.Options) is { Schema: not null } header)
                return header;
        }
        catch (JsonException fault)
        {
            throw new InvalidValueException("line 1", line, Allowed, $"line 1 of '{path}' must be {Allowed}: {fault.Message}");
        }
        throw new InvalidValueException("line 1", line, Allowed, $"line 1 of '{path}' must be {Allowed}");
    }
}
