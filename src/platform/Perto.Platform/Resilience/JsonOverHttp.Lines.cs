using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Perto.Platform;

public sealed partial class JsonOverHttp
{
    private const int LongestLine = 4 * 1024 * 1024;

    /// <summary>
    /// Makes a call whose answer is JSON line by line, each as soon as it comes. Until the first line the call may be made again, as that of any other call;
    /// afterwards each line has the time of an attempt.
    /// </summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">The service does not answer, refuses, breaks off, or answers with what cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async IAsyncEnumerable<JsonElement> LinesAsync(JsonCall call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ReadOnlyMemory<byte>? body = Written(call);
        await using OpenedLines lines = await _dependency.CallAsync(attempt => OpenLinesAsync(call, body, attempt), call.Attempts, call.Repeatable, cancellationToken);
        for (JsonElement? line = lines.First; line is { } read; line = await _dependency.ContinueAsync(part => LineAsync(lines.Reader, part), cancellationToken))
            yield return read;
    }

    private async ValueTask<OpenedLines> OpenLinesAsync(JsonCall call, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await OpenAsync(call, body, cancellationToken);
        OpenedLines? lines = null;
        try
        {
            lines = new OpenedLines(response, await response.Content.ReadAsStreamAsync(cancellationToken));
            lines.First = await LineAsync(lines.Reader, cancellationToken);
            return lines;
        }
        catch
        {
            if (lines is not null)
                await lines.DisposeAsync();
            response.Dispose();
            throw;
        }
    }

    // The next line that is not empty; null at the end.
    private async ValueTask<JsonElement?> LineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await ReadAsync(reader, cancellationToken);
            SequencePosition? end = read.Buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.Buffer.Length > LongestLine)
                    throw new DependencyException(_dependency.Name, $"answers with a line of more than {LongestLine / (1024 * 1024)} MiB", Elsewhere);
                continue;
            }
            byte[] line = (end is { } at ? read.Buffer.Slice(0, at) : read.Buffer).ToArray();
            reader.AdvanceTo(end is { } used ? read.Buffer.GetPosition(1, used) : read.Buffer.End);
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
                return Parsed(line);
            if (end is null)
                return null;
        }
    }

    private async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (InvalidDataException packed)
        {
            throw new DependencyException(_dependency.Name, $"answers with what cannot be unpacked: {Shown(packed.Message)}", Elsewhere, packed);
        }
    }

    // An answer whose first line is there.
    private sealed class OpenedLines(HttpResponseMessage response, Stream stream) : IAsyncDisposable
    {
        public PipeReader Reader { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public JsonElement? First { get; set; }

        public async ValueTask DisposeAsync()
        {
            await Reader.CompleteAsync();
            await stream.DisposeAsync();
            response.Dispose();
        }
    }
}
