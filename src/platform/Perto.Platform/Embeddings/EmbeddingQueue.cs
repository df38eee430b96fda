using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>
/// Calls a model for the texts of all callers. A text goes out at once while fewer calls run than may; otherwise texts gather, and the next call
/// takes as many as a batch holds. So nobody waits for company, and company comes by itself under load. Tenants take turns, questions before documents.
/// </summary>
internal sealed class EmbeddingQueue(EmbeddingModel model, EmbeddingSettings settings, EmbeddingMetrics metrics)
{
    // Of so many turns one is the documents', however many questions there are.
    private const int DocumentsEvery = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<EmbeddingGroup, Queue<PendingText>> _pending = [];
    private readonly Queue<EmbeddingGroup> _questions = new();
    private readonly Queue<EmbeddingGroup> _documents = new();
    private int _waiting;
    private int _running;
    private int _turn;

    /// <summary>Texts that wait for a call.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _pending.Values.Sum(texts => texts.Count(text => !text.Answer.IsCompleted));
        }
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="group">Whose and how.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="made">Told of each text that was embedded, by its place, as soon as it was: also where others fail.</param>
    /// <param name="cancellationToken">Gives up those that wait.</param>
    /// <returns>In the order of the texts.</returns>
    /// <exception cref="DependencyException">The model failed for one of the texts, or too many wait; those that still waited are given up.</exception>
    public async Task<EmbeddedText[]> EmbedAsync(
        EmbeddingGroup group, IReadOnlyList<string> texts, Action<int, EmbeddedText> made, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var caller = new EmbeddingCaller();
        PendingText[] mine = [.. texts.Select(text => new PendingText(group, caller, text))];
        Add(group, mine);
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using CancellationTokenRegistration registration = givenUp.Token.Register(() =>
        {
            foreach (PendingText text in mine)
                text.GiveUp(givenUp.Token);
        });
        Start();
        Exception? first = null;
        var answers = new EmbeddedText[mine.Length];
        await Task.WhenAll(mine.Select(async (text, i) =>
        {
            try
            {
                answers[i] = await text.Answer;
                made(i, answers[i]);
            }
            catch (Exception failed)
            {
                if (Interlocked.CompareExchange(ref first, failed, null) is null)
                    await givenUp.CancelAsync();
            }
        }));
        if (first is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(first);
        }
        return answers;
    }

    private void Add(EmbeddingGroup group, PendingText[] texts)
    {
        lock (_lock)
        {
            if (_waiting > 0 && _waiting + texts.Length > settings.MostWaiting)
            {
                throw new DependencyException(
                    model.Name.Provider,
                    $"has {_waiting} texts waiting for {model.Name}",
                    "Ask again in a moment, or let more calls run at once with Perto:Embeddings:ConcurrentCalls")
                {
                    Transient = true,
                    Throttled = true,
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }
            if (!_pending.TryGetValue(group, out Queue<PendingText>? queue))
            {
                _pending.Add(group, queue = new Queue<PendingText>());
                (group.Purpose == EmbeddingPurpose.Query ? _questions : _documents).Enqueue(group);
            }
            foreach (PendingText text in texts)
                queue.Enqueue(text);
            _waiting += texts.Length;
        }
    }

    private void Start()
    {
        while (true)
        {
            List<PendingText> batch;
            lock (_lock)
            {
                if (_running >= settings.ConcurrentCalls || (batch = NextBatch()).Count == 0)
                    return;
                _running++;
            }
            // Without the context of whoever happens to be here: the texts may be of others.
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Queue.RunAsync(state.Batch), (Queue: this, Batch: batch), preferLocal: false);
        }
    }

    private List<PendingText> NextBatch()
    {
        bool documentsFirst = ++_turn % DocumentsEvery == 0;
        List<PendingText> batch = NextBatch(documentsFirst ? _documents : _questions);
        return batch.Count > 0 ? batch : NextBatch(documentsFirst ? _questions : _documents);
    }

    // Whoever gave up is passed over.
    private List<PendingText> NextBatch(Queue<EmbeddingGroup> groups)
    {
        var batch = new List<PendingText>();
        while (batch.Count == 0 && groups.TryDequeue(out EmbeddingGroup? group))
        {
            Queue<PendingText> texts = _pending[group];
            while (batch.Count < settings.BatchSize && texts.TryDequeue(out PendingText? text))
            {
                _waiting--;
                if (!text.Answer.IsCompleted && !text.Caller.Failed)
                    batch.Add(text);
            }
            if (texts.Count > 0)
                groups.Enqueue(group);
            else
                _pending.Remove(group);
        }
        return batch;
    }

    private async Task RunAsync(List<PendingText> batch)
    {
        await CallAsync(batch);
        lock (_lock)
            _running--;
        Start();
    }

    private async Task CallAsync(IReadOnlyList<PendingText> batch)
    {
        var abandoned = new CancellationTokenSource();
        int waiting = batch.Count;
        foreach (PendingText text in batch)
        {
            text.OnGivenUp(() =>
            {
                if (Interlocked.Decrement(ref waiting) == 0)
                    abandoned.Cancel();
            });
        }
        if (abandoned.IsCancellationRequested)
            return;

        long started = Stopwatch.GetTimestamp();
        try
        {
            GeneratedEmbeddings<Embedding<float>> answer = await model.Generator.GenerateAsync(
                batch.Select(text => text.Text), batch[0].Group.Options(), abandoned.Token);
            model.Check(answer, batch.Count, batch[0].Group.Dimensions);
            metrics.Generated(model.Name, Stopwatch.GetElapsedTime(started));
            long characters = batch.Sum(text => (long)text.Text.Length);
            foreach ((PendingText text, Embedding<float> embedding) in batch.Zip(answer))
            {
                // A call is shared between callers: each has used its part of it.
                double? tokens = answer.Usage?.InputTokenCount * (double)text.Text.Length / characters;
                text.Complete(new EmbeddedText(embedding.Vector.ToArray(), tokens));
            }
        }
        catch (Exception failed)
        {
            if (!abandoned.IsCancellationRequested)
                metrics.Failed(model.Name);
            EmbeddingCaller[] callers = [.. batch.Select(text => text.Caller).Distinct()];
            if (callers.Length == 1 || failed is DependencyException { Transient: true } or OperationCanceledException)
            {
                foreach (PendingText text in batch)
                    text.Fail(failed);
                return;
            }
            // What is wrong with the text of one caller is not to fail the others.
            foreach (EmbeddingCaller caller in callers)
            {
                PendingText[] own = [.. batch.Where(text => text.Caller == caller && !text.Answer.IsCompleted)];
                if (own.Length > 0)
                    await CallAsync(own);
            }
        }
    }
}
