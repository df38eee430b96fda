using System.Text;

namespace Perto.EndToEnd;

/// <summary>The lines a program prints, as they come.</summary>
internal sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<Action<string>> _watchers = [];

    /// <summary>Reads until the program closes its end.</summary>
    public async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _lines.Add(line);
                foreach (Action<string> watcher in _watchers)
                    watcher(line);
            }
        }
    }

    /// <summary>The first line, read before or after this call, in which <paramref name="find"/> finds something.</summary>
    public Task<T> FindAsync<T>(Func<string, T?> find)
        where T : class
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _lines.ForEach(Look);
            _watchers.Add(Look);
        }

        return found.Task;

        void Look(string line)
        {
            if (find(line) is { } match)
                found.TrySetResult(match);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock)
            return _lines.Aggregate(new StringBuilder(), (text, line) => text.AppendLine(line)).ToString();
    }
}
