using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Providers that answer in words, each against the double of its service.</summary>
public sealed class ChatProviderTests
{
    private const string Key = "sk-secret-of-the-shop";

    public static TheoryData<string> Providers => ["openai", "ollama"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_conversation_is_answered_with_what_it_took(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        ChatResponse response = await service.Chat.GetResponseAsync(
            [new ChatMessage(ChatRole.System, "Be kind"), new ChatMessage(ChatRole.User, "hello"), new ChatMessage(ChatRole.Assistant, "hi"), new ChatMessage(ChatRole.User, "what now")],
            new ChatOptions { Instructions = "Be short" },
            TestContext.Current.CancellationToken);
        Assert.Equal("You said: what now", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((8L, 4L, 12L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.NotNull(response.CreatedAt);
        Assert.Equal(
            ["system Be short", "system Be kind", "user hello", "assistant hi", "user what now"],
            service.Messages.Select(message => $"{message.GetProperty("role")} {Text(message.GetProperty("content"))}"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Options_reach_the_model(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        ChatResponse response = await service.Chat.GetResponseAsync(
            "tell me a story",
            new ChatOptions { Temperature = 0.5f, TopP = 0.9f, MaxOutputTokens = 3, Seed = 7, StopSequences = ["END"], FrequencyPenalty = 0.25f, PresencePenalty = 0.125f },
            TestContext.Current.CancellationToken);
        Assert.Equal("You said: tell", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        JsonElement options = provider == "ollama" ? service.LastBody.GetProperty("options") : service.LastBody;
        Assert.Equal(0.5, options.GetProperty("temperature").GetDouble(), 6);
        Assert.Equal(0.9, options.GetProperty("top_p").GetDouble(), 6);
        Assert.Equal(7, options.GetProperty("seed").GetInt32());
        Assert.Equal("END", options.GetProperty("stop")[0].GetString());
        Assert.Equal(0.25, options.GetProperty("frequency_penalty").GetDouble(), 6);
        Assert.Equal(0.125, options.GetProperty("presence_penalty").GetDouble(), 6);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_function_is_called_and_its_result_answered(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        List<ChatMessage> messages = [new(ChatRole.User, "Paris")];
        ChatOptions options = new() { Tools = [AIFunctionFactory.Create(Weather)] };
        ChatResponse asked = await service.Chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        FunctionCallContent call = Assert.IsType<FunctionCallContent>(Assert.Single(Assert.Single(asked.Messages).Contents));
        Assert.Equal((nameof(Weather), "Paris", ChatFinishReason.ToolCalls), (call.Name, call.Arguments!["city"]?.ToString(), asked.FinishReason));
        JsonElement sent = service.LastBody.GetProperty("tools")[0].GetProperty("function");
        Assert.Equal("How warm it is", sent.GetProperty("description").GetString());
        Assert.Equal("string", sent.GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("type").GetString());

        messages.AddMessages(asked);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, new { celsius = 21 })]));
        ChatResponse answer = await service.Chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        Assert.Equal("""It is {"celsius":21} there""", answer.Text);
        JsonElement tool = service.Messages[^1];
        Assert.Equal("tool", tool.GetProperty("role").GetString());
        if (provider == "ollama")
            Assert.Equal(nameof(Weather), tool.GetProperty("tool_name").GetString());
        else
            Assert.Equal((call.CallId, call.CallId), (tool.GetProperty("tool_call_id").GetString(), service.Messages[^2].GetProperty("tool_calls")[0].GetProperty("id").GetString()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_can_be_asked_for_as_json_with_and_without_a_schema(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        ChatResponse any = await service.Chat.GetResponseAsync("x", new ChatOptions { ResponseFormat = ChatResponseFormat.Json }, TestContext.Current.CancellationToken);
        Assert.Equal("x", JsonDocument.Parse(any.Text).RootElement.GetProperty("said").GetString());
        JsonElement schema = JsonDocument.Parse("""{"type":"object","properties":{"said":{"type":"string"}}}""").RootElement;
        await service.Chat.GetResponseAsync("x", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "words") }, TestContext.Current.CancellationToken);
        JsonElement format = provider == "ollama" ? service.LastBody.GetProperty("format") : service.LastBody.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema");
        Assert.Equal("string", format.GetProperty("properties").GetProperty("said").GetProperty("type").GetString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Images_go_along(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        await service.Chat.GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new TextContent("what is this"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])], cancellationToken: TestContext.Current.CancellationToken);
        JsonElement message = service.Messages[^1];
        string image = provider == "ollama" ? message.GetProperty("images")[0].GetString()! : message.GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString()!;
        Assert.EndsWith("AQID", image, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_streamed_answer_comes_word_by_word_with_what_it_took(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        List<ChatResponseUpdate> updates = await StreamAsync(service.Chat, "one two three");
        Assert.Equal(["You", " said:", " one", " two", " three"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        ChatResponse whole = updates.ToChatResponse();
        Assert.Equal("You said: one two three", whole.Text);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        Assert.Equal((3L, 5L), (whole.Usage!.InputTokenCount, whole.Usage.OutputTokenCount));
        Assert.Single(whole.Messages);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_streamed_call_of_a_function_is_put_together(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        ChatResponse whole = (await StreamAsync(service.Chat, "Copacabana and Ipanema", new ChatOptions { Tools = [AIFunctionFactory.Create(Weather)] })).ToChatResponse();
        FunctionCallContent call = Assert.Single(whole.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal((nameof(Weather), "Copacabana and Ipanema"), (call.Name, call.Arguments!["city"]?.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, whole.FinishReason);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("ollama", false)]
    [InlineData("ollama", true)]
    public async Task A_streamed_answer_that_breaks_off_is_told_after_the_words_that_came(string provider, bool politely)
    {
        await using Service service = await Service.StartAsync(provider);
        List<ChatResponseUpdate> came = [];
        service.Break(at: 3, politely, until: () => came.Exists(update => update.Text.Length > 0));
        DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => StreamAsync(service.Chat, "one two three", into: came));
        Assert.Equal(provider, told.Dependency);
        string text = string.Concat(came.Select(update => update.Text));
        Assert.StartsWith(text, "You said: one two three", StringComparison.Ordinal);
        Assert.StartsWith("You said:", text, StringComparison.Ordinal);
        Assert.DoesNotContain(came, update => update.FinishReason is not null);
        // It is begun again only while nothing has come.
        Assert.Single(service.Double.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_streamed_answer_is_begun_again_until_its_first_part(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        service.Double.Faults.Next(new Fault.Status(429, RetryAfter: "0"));
        service.Double.Faults.Next(new Fault.Down());
        Assert.Equal("You said: hello", (await StreamAsync(service.Chat, "hello")).ToChatResponse().Text);
        Assert.Equal(3, service.Double.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_reads_no_further_lets_the_service_go(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        await foreach (ChatResponseUpdate update in service.Chat.GetStreamingResponseAsync("one two three", cancellationToken: TestContext.Current.CancellationToken))
        {
            if (update.Text.Length > 0)
                break;
        }
        Assert.Equal("You said: again", (await service.Chat.GetResponseAsync("again", cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Garbage_is_told_by_the_name_of_the_service(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        foreach (string garbage in (string[])["<html>", "{}", "null", "[]", """{"choices":[]}""", """{"choices":[{"message":7}],"message":7,"done":true}""", """{"done":"yes"}"""])
        {
            service.Double.Faults.None();
            service.Double.Faults.Always(new Fault.Garbage(garbage));
            Assert.Equal(provider, (await Assert.ThrowsAsync<DependencyException>(() => service.Chat.GetResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken))).Dependency);
            Assert.Equal(provider, (await Assert.ThrowsAsync<DependencyException>(() => StreamAsync(service.Chat, "x"))).Dependency);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_gives_up_is_let_go(string provider)
    {
        await using Service service = await Service.StartAsync(provider);
        service.Double.Faults.Always(new Fault.Slow());
        using CancellationTokenSource patience = new();
        Task<ChatResponse> whole = service.Chat.GetResponseAsync("x", cancellationToken: patience.Token);
        Task<List<ChatResponseUpdate>> streamed = StreamAsync(service.Chat, "x", cancellationToken: patience.Token);
        await Eventually.Async(() => service.Double.Requests.Count == 2);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => whole);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streamed);
    }

    [Fact]
    public async Task OpenAIs_key_is_in_no_error_though_the_service_repeats_it()
    {
        await using OpenAIDouble openAI = await OpenAIDouble.StartAsync("another");
        using TestModels models = TestModels.With([("OpenAI:ApiKey", Key), ("OpenAI:BaseUrl", openAI.Api.AbsoluteUri)]);
        IChatClient chat = models.Chat("openai");
        foreach (Func<Task> call in (Func<Task>[])[() => chat.GetResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken), () => StreamAsync(chat, "x")])
        {
            DependencyException told = await Assert.ThrowsAsync<DependencyException>(call);
            Assert.Contains("Incorrect API key provided: Bearer (the key)", told.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, told.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_speaks_OpenAIs_API_needs_no_key_and_may_write_numbers()
    {
        await using OpenAIDouble server = await OpenAIDouble.StartAsync(apiKey: null);
        server.NumbersOnly = true;
        using TestModels models = TestModels.With([("OpenAI:BaseUrl", server.Api.AbsoluteUri), ("OpenAI:EmbeddingModel", "bge-m3")]);
        Assert.Equal(MadeVectors.Of("heat", 1536), Assert.Single(await TestModels.VectorsAsync(models.Generator("openai"), ["heat"])));
        Assert.Equal("You said: x", (await models.Chat("openai:qwen").GetResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task A_model_that_was_not_pulled_is_told_with_those_that_were()
    {
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        using TestModels models = TestModels.Ollama(ollama);
        foreach (Func<Task> call in (Func<Task>[])
        [
            () => TestModels.VectorsAsync(models.Generator("ollama:bge-m3"), ["x"]),
            () => models.Chat("ollama:bge-m3").GetResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken),
            () => StreamAsync(models.Chat("ollama:bge-m3"), "x"),
        ])
        {
            DependencyException told = await Assert.ThrowsAsync<DependencyException>(call);
            Assert.Equal("has no model 'bge-m3'; it has: llama3.2, nomic-embed-text", told.Reason);
            Assert.Contains("ollama pull bge-m3", told.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_error_in_the_middle_of_Ollamas_answer_is_told()
    {
        await using OllamaDouble ollama = await OllamaDouble.StartAsync();
        ollama.ErrorLine = "an error was encountered while running the model";
        using TestModels models = TestModels.Ollama(ollama);
        DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => StreamAsync(models.Chat("ollama"), "one two"));
        Assert.Contains("while running the model", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chosen_chat_is_there_or_null()
    {
        using TestModels none = TestModels.With([]);
        Assert.Null(none.Chats.For(TenantId.Local));
        using TestModels chosen = TestModels.With([("Chat:Model", "openai:gpt-4o"), ("OpenAI:ApiKey", Key)]);
        Assert.Equal(new ModelName("openai", "gpt-4o"), chosen.Chats.Model);
        Assert.NotNull(chosen.Chats.For(TenantId.Local));
        using TestModels wrong = TestModels.With([("Chat:Model", "nobody:gpt")]);
        Assert.Equal("Perto:Chat:Model", Assert.Throws<InvalidSettingException>(() => wrong.Chats.For(TenantId.Local)).Setting);
    }

    [Description("How warm it is")]
    private static string Weather(string city) => $"warm in {city}";

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;

    private static async Task<List<ChatResponseUpdate>> StreamAsync(
        IChatClient chat, string text, ChatOptions? options = null, List<ChatResponseUpdate>? into = null, CancellationToken cancellationToken = default)
    {
        into ??= [];
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(text, options, cancellationToken.CanBeCanceled ? cancellationToken : TestContext.Current.CancellationToken))
            into.Add(update);
        return into;
    }

    /// <summary>A double and a chat over it.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly TestModels _models;

        private Service(string provider, ModelDouble @double, TestModels models)
        {
            (Double, _models) = (@double, models);
            Chat = models.Chat(provider);
        }

        public ModelDouble Double { get; }

        public IChatClient Chat { get; }

        public JsonElement LastBody => JsonDocument.Parse(Double.Requests[^1].Body).RootElement;

        public IReadOnlyList<JsonElement> Messages => [.. LastBody.GetProperty("messages").EnumerateArray()];

        public static async Task<Service> StartAsync(string provider)
        {
            if (provider == "ollama")
            {
                OllamaDouble ollama = await OllamaDouble.StartAsync();
                return new Service(provider, ollama, TestModels.Ollama(ollama));
            }
            OpenAIDouble openAI = await OpenAIDouble.StartAsync(Key);
            return new Service(provider, openAI, TestModels.OpenAI(openAI));
        }

        public void Break(int at, bool politely, Func<bool> until)
        {
            async Task UntilAsync()
            {
                while (!until())
                    await Task.Yield();
            }

            if (Double is OllamaDouble ollama)
                (ollama.CutAfter, ollama.EndAfter, ollama.BeforeCut) = politely ? ((int?)null, (int?)at, ollama.BeforeCut) : (at, null, UntilAsync);
            else if (Double is OpenAIDouble openAI)
                (openAI.CutAfter, openAI.EndAfter, openAI.BeforeCut) = politely ? ((int?)null, (int?)at, openAI.BeforeCut) : (at, null, UntilAsync);
        }

        public async ValueTask DisposeAsync()
        {
            _models.Dispose();
            await Double.DisposeAsync();
        }
    }
}
