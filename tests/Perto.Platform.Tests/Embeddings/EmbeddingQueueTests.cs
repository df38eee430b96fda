using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class EmbeddingQueueTests
{
    private static readonly KeyValuePair<string, string?> OneCall = new("Perto:Embeddings:ConcurrentCalls", "1");

    [Fact]
    public async Task Texts_of_callers_that_come_while_a_call_runs_share_the_next_one()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: OneCall);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task<EmbeddedTexts>[] others = [.. Enumerable.Range(0, 25).Select(i => test.EmbedAsync($"text {i}"))];
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 25);
        open.SetResult();

        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 10, 10, 5], test.Model.Calls.Select(call => call.Length));
        Assert.Equal(1, test.Model.MostRunning);
        Assert.All(others, other => Assert.Equal(1, other.Result.Computed));
        Assert.Equal(test.Model.Calls.SelectMany(call => call).Order(), others.Select((_, i) => $"text {i}").Append("one").Order());
    }

    [Fact]
    public async Task Every_caller_gets_the_vector_of_its_text()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"word{i} and word{i / 2}")];
        EmbeddedTexts[] alone = new EmbeddedTexts[texts.Length];
        await Parallel.ForAsync(0, texts.Length, async (i, _) => alone[i] = await test.EmbedAsync(texts[i]));
        await using TestEmbeddings again = await TestEmbeddings.OpenAsync();
        EmbeddedTexts together = await again.EmbedAsync(texts);
        Assert.All(texts.Index(), text => Assert.Equal(together.Vectors[text.Index], alone[text.Index].Vectors[0]));
        Assert.True(test.Model.MostRunning <= 4);
    }

    [Fact]
    public async Task Calls_of_two_tenants_and_of_two_purposes_are_not_mixed()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: OneCall);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task[] others =
        [
            test.EmbedAsync("a"), test.EmbedAsync(new EmbeddingRequest { Purpose = EmbeddingPurpose.Query }, "b"),
            test.Embeddings.EmbedAsync(new TenantId("other"), ["c"], request: null, TestEmbeddings.Cancelled), test.EmbedAsync("d"),
        ];
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 4);
        open.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([["one"], ["a", "d"], ["b"], ["c"]], test.Model.Calls.Select(call => call.Order().ToArray()).OrderBy(call => call[0] == "one" ? "" : call[0], StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_that_the_model_refuses_fails_its_caller_alone()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: OneCall);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        test.Model.Fails = text => text == "bad" ? new DependencyException("words", "does not take this", "Send something else") : null;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task<EmbeddedTexts> good = test.EmbedAsync("good"), bad = test.EmbedAsync("bad", "also of this caller"), fine = test.EmbedAsync("fine");
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 4);
        open.SetResult();

        await Task.WhenAll(first, good, fine);
        Assert.Equal(1, (await fine).Computed);
        await Assert.ThrowsAsync<DependencyException>(() => bad);
    }

    [Fact]
    public async Task Who_waits_with_others_for_a_text_does_not_fail_by_another_text_of_theirs()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        test.Model.Fails = text => text == "bad" ? new DependencyException("words", "does not take this", "Send something else") : null;
        Task<EmbeddedTexts> both = test.EmbedAsync("good", "bad");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task<EmbeddedTexts> joined = test.EmbedAsync("good");
        open.SetResult();
        await Assert.ThrowsAsync<DependencyException>(() => both);
        Assert.Equal(1, (await joined).Vectors[0].Max());
    }

    [Fact]
    public async Task Tenants_take_turns_and_questions_go_first()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: OneCall);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task<EmbeddedTexts> many = test.EmbedAsync([.. Enumerable.Range(0, 100).Select(i => $"document {i}")]);
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 100);
        Task<EmbeddedTexts> other = test.Embeddings.EmbedAsync(new TenantId("other"), ["document of another"], request: null, TestEmbeddings.Cancelled);
        Task<EmbeddedTexts> question = test.EmbedAsync(new EmbeddingRequest { Purpose = EmbeddingPurpose.Query }, "a question");
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 102);
        open.SetResult();
        await Task.WhenAll(first, many, other, question);
        string[] order = [.. test.Model.Calls.Select(call => call[0])];
        Assert.True(Array.IndexOf(order, "a question") <= 2 && Array.IndexOf(order, "document of another") <= 4, string.Join(", ", order));
    }

    [Fact]
    public async Task More_texts_than_may_wait_are_refused_for_the_moment()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: [OneCall, new("Perto:Embeddings:MostWaiting", "5")]);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        Task<EmbeddedTexts> second = test.EmbedAsync("a", "b", "c", "d");
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 4);
        DependencyException refused = await Assert.ThrowsAsync<DependencyException>(() => test.EmbedAsync("e", "f"));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        open.SetResult();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_call_ends_when_all_have_given_up_and_not_before()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        test.Model.Open = new TaskCompletionSource().Task;
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        Task<EmbeddedTexts> first = test.Embeddings.EmbedAsync(TestEmbeddings.Tenant, ["hat"], request: null, one.Token);
        Task<EmbeddedTexts> second = test.Embeddings.EmbedAsync(TestEmbeddings.Tenant, ["hat"], request: null, two.Token);
        await Eventually.Async(() => test.Model.Calls.Count == 1);

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(0, test.Model.Cancelled);
        await two.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Eventually.Async(() => test.Model.Cancelled == 1);
        Assert.Single(test.Model.Calls);
    }

    [Fact]
    public async Task Who_gave_up_while_it_waited_is_not_embedded()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync(settings: OneCall);
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts> first = test.EmbedAsync("one");
        await Eventually.Async(() => test.Model.Calls.Count == 1);
        using var gone = new CancellationTokenSource();
        Task<EmbeddedTexts> late = test.Embeddings.EmbedAsync(TestEmbeddings.Tenant, ["late"], request: null, gone.Token);
        await Eventually.Async(() => test.Embeddings.Open(test.Embeddings.DefaultModel).Queue.Waiting == 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        open.SetResult();
        await first;
        await test.EmbedAsync("two");
        Assert.Equal([["one"], ["two"]], test.Model.Calls);
    }

    [Fact]
    public async Task Everybody_who_asks_for_a_text_at_once_waits_for_one_call()
    {
        await using TestEmbeddings test = await TestEmbeddings.OpenAsync();
        var open = new TaskCompletionSource();
        test.Model.Open = open.Task;
        Task<EmbeddedTexts>[] all = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? test.EmbedAsync("hat") : test.EmbedAsync("hat", "shoes"))];
        open.SetResult();
        await Task.WhenAll(all);
        Assert.Equal(["hat", "shoes"], test.Model.Calls.SelectMany(call => call).Order());
    }
}
