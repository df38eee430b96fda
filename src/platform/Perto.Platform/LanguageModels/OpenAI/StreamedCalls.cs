using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Perto.Platform;

/// <summary>Puts calls of functions together, which come in pieces.</summary>
internal sealed class StreamedCalls
{
    private readonly SortedDictionary<int, Pieces> _calls = [];

    public void Add(StreamingChatToolCallUpdate piece)
    {
        if (!_calls.TryGetValue(piece.Index, out Pieces? call))
            _calls[piece.Index] = call = new Pieces();
        // Only the first piece has them.
        call.Id ??= piece.ToolCallId;
        call.Name ??= piece.FunctionName;
        if (piece.FunctionArgumentsUpdate is { } arguments && !arguments.ToMemory().IsEmpty)
            call.Arguments.Append(arguments.ToString());
    }

    /// <summary>The calls, in the order in which the model asked for them; afterwards there are none.</summary>
    public IReadOnlyList<FunctionCallContent> Take()
    {
        FunctionCallContent[] whole = [.. _calls.Select(call => ChatTexts.Call(call.Value.Id ?? $"call_{call.Key}", call.Value.Name ?? "", call.Value.Arguments.ToString()))];
        _calls.Clear();
        return whole;
    }

    private sealed class Pieces
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
