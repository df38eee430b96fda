using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>
/// Texts become vectors: kept ones where there are, in the memory of this server, in Redis, in the database, and new ones by the model, in batches
/// of all callers, each text once however many ask for it. Safe for use by many threads.
/// </summary>
/// <remarks>
/// Vectors are kept by provider, model with its version, dimensions, purpose, normalisation and SHA-256 of the text, whose Unicode and white space are
/// normalised and whose case is not. Another model is another key: nothing of an old one is ever given for it.
/// </remarks>
public sealed class Embeddings : IDisposable
{
    private readonly LanguageModels _models;
    private readonly EmbeddingSettings _settings;
    private readonly EmbeddingCacheTable _table;
    private readonly EmbeddingCacheWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ILogger<Embeddings> _logger;
    private readonly EmbeddingMetrics _metrics;
    private readonly Cache<KeptEmbedding>? _cache;
    private readonly ModelName _default;
    private readonly Dictionary<string, ModelName> _allowed;
    private readonly ConcurrentDictionary<ModelName, Lazy<EmbeddingModel>> _opened = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Space), bool> _spaces = new();
    private readonly ConcurrentDictionary<TenantId, bool> _warmed = new();

    internal Embeddings(
        LanguageModels models,
        Caches caches,
        EmbeddingCacheTable table,
        EmbeddingCacheWriter writer,
        IOptions<EmbeddingSettings> settings,
        IMeterFactory meters,
        TimeProvider clock,
        ILogger<Embeddings> logger)
    {
        _clock = clock;
        _models = models;
        _settings = settings.Value;
        _table = table;
        _writer = writer;
        _logger = logger;
        _default = ModelName.Of("Perto:Embeddings:Model", _settings.Model);
        _allowed = new Dictionary<string, ModelName>(StringComparer.Ordinal) { [_settings.Model] = _default };
        foreach (string text in _settings.Models)
            _allowed[text] = ModelName.Of("Perto:Embeddings:Models", text);
        // The provider's own name for a model, as its clients say it; the first of two has it.
        foreach (ModelName name in _allowed.Values.Where(name => name.Model.Length > 0).ToArray())
            _allowed.TryAdd(name.Model, name);
        if (_settings.Cache)
        {
            bool keeps = _settings.CacheTtl > TimeSpan.Zero;
            _cache = caches.For<KeptEmbedding>("embeddings", options =>
            {
                // Without a time nothing is kept, and those who ask for a text at once still wait for one call.
                (options.InProcess, options.Shared) = (keeps, keeps);
                options.Ttl = keeps ? _settings.CacheTtl : options.Ttl;
                options.Serializer = new EmbeddingSerializer();
                options.SizeOf = kept => kept.Vector.Length * sizeof(float);
                // A turn costs two round trips, and a vector made twice does no harm.
                options.OneServerMakes = false;
            });
        }
        _metrics = new EmbeddingMetrics(meters, () => _cache?.Statistics.Entries ?? 0);
    }

    private bool Stores => _settings.Cache && _settings.StoredTtl > TimeSpan.Zero;

    /// <summary>The model that is used where a caller names none.</summary>
    public ModelName DefaultModel => _default;

    /// <summary>The models that the settings name.</summary>
    internal IEnumerable<ModelName> ConfiguredModels => _allowed.Values.Distinct();

    /// <summary>A model that a caller over HTTP named, by <c>provider:model</c> or the provider's name of it.</summary>
    /// <param name="name">The name; null or empty: the default.</param>
    /// <exception cref="InvalidValueException">The settings do not allow it.</exception>
    public ModelName Allowed(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return _default;
        if (_allowed.TryGetValue(name, out ModelName model))
            return model;
        // Answers name the model that a provider has as its default; what an answer says is taken.
        foreach (ModelName unnamed in _allowed.Values.Where(allowed => allowed.Model.Length == 0))
        {
            if (name.StartsWith(unnamed.Provider + ":", StringComparison.Ordinal) && Open(unnamed).Name.ToString() == name)
                return unnamed;
        }
        string known = string.Join(", ", _allowed.Keys.Order(StringComparer.Ordinal));
        throw new InvalidValueException("model", name, known, $"model must be one that Perto:Embeddings:Model or Perto:Embeddings:Models has ({known}); got '{name}'");
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="texts">1 to <see cref="EmbeddingRequest.MaxTexts"/>, none of them empty.</param>
    /// <param name="request">How; null: as documents, by the default model.</param>
    /// <param name="cancellationToken">Gives up. What others wait for goes on.</param>
    /// <exception cref="InvalidValueException">A text or a value of the request breaks its rule.</exception>
    /// <exception cref="InvalidSettingException">A setting of the model is missing.</exception>
    /// <exception cref="DependencyException">The model does not answer.</exception>
    public async Task<EmbeddedTexts> EmbedAsync(
        TenantId tenant, IReadOnlyList<string> texts, EmbeddingRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new EmbeddingRequest();
        RequireCount(texts);
        if (request.Dimensions is < 1 or > EmbeddingRequest.MaxDimensions)
            throw InvalidValueException.OutOfRange("dimensions", request.Dimensions.Value, 1, EmbeddingRequest.MaxDimensions);
        EmbeddingModel model = Open(request.Model ?? _default);
        WarmOnce(tenant);
        return await EmbedAsync(new EmbeddingWork(tenant, model, request, texts), cancellationToken);
    }

    /// <summary>Embeds one text; see <see cref="EmbedAsync(TenantId, IReadOnlyList{string}, EmbeddingRequest, CancellationToken)"/>.</summary>
    public async Task<float[]> EmbedAsync(TenantId tenant, string text, EmbeddingRequest? request = null, CancellationToken cancellationToken = default) =>
        (await EmbedAsync(tenant, [text], request, cancellationToken)).Vectors[0];

    /// <summary>The same as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, for libraries that take one.</summary>
    /// <param name="tenant">Whose texts it embeds.</param>
    /// <param name="request">How, where its options say nothing else.</param>
    public IEmbeddingGenerator<string, Embedding<float>> Generator(TenantId tenant, EmbeddingRequest? request = null) =>
        new EmbeddingsGenerator(this, tenant, request ?? new EmbeddingRequest());

    /// <summary>Has the vectors of common queries made before somebody asks one.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="texts">The queries; null: those of the settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<EmbeddedTexts> WarmAsync(TenantId tenant, IReadOnlyList<string>? texts = null, CancellationToken cancellationToken = default)
    {
        texts ??= _settings.PrewarmTexts?.AsReadOnly() ?? EmbeddingSettings.DefaultPrewarmTexts;
        RequireCount(texts);
        return await EmbedAsync(
            new EmbeddingWork(tenant, Open(_default), new EmbeddingRequest { Purpose = EmbeddingPurpose.Query }, texts), cancellationToken);
    }

    /// <summary>Deletes the vectors of texts from everywhere, and the beginnings of texts that are kept with them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="texts">The texts, as they were embedded.</param>
    /// <param name="cancellationToken">Gives up; the call can be made again.</param>
    /// <returns>How many vectors the database had.</returns>
    public async Task<int> ForgetAsync(TenantId tenant, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        HashSet<string> hashes = [.. texts.Select((text, i) => EmbeddingText.Hash(EmbeddingText.Normalize(text, $"texts[{i}]")))];
        await _writer.ForgetAsync(tenant, hashes, cancellationToken);
        IReadOnlyList<string> spaces = await _table.SpacesAsync(tenant, cancellationToken);
        int forgotten = await _table.ForgetAsync(tenant, [.. hashes], cancellationToken);
        if (_cache is not null)
        {
            foreach (string space in spaces)
            {
                foreach (string hash in hashes)
                    await _cache.RemoveAsync(tenant, EmbeddingWork.CacheKey(space, hash), cancellationToken);
            }
        }
        return forgotten;
    }

    /// <summary>What is kept of a tenant in the database.</summary>
    public async Task<EmbeddingStatistics> StatisticsAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<EmbeddingSpaceUse> spaces = await _table.StatisticsAsync(tenant, cancellationToken);
        return new EmbeddingStatistics { Spaces = spaces, Entries = spaces.Sum(space => space.Entries), Hits = spaces.Sum(space => space.Hits) };
    }

    /// <summary>Takes a model as it is now: what it gave before is forgotten, in memory and in the database.</summary>
    internal async Task AcceptAsync(TenantId tenant, EmbeddingModel model, int dimensions, CancellationToken cancellationToken)
    {
        await _table.DeleteModelAsync(tenant, EmbeddingSpace.Of(model), cancellationToken);
        if (_cache is not null)
            await _cache.ClearAsync(tenant, cancellationToken);
        model.Become(dimensions);
    }

    /// <summary>Opens a model, or gives the one that is open.</summary>
    internal EmbeddingModel Open(ModelName name)
    {
        Lazy<EmbeddingModel> opened = _opened.GetOrAdd(
            name, asked => new Lazy<EmbeddingModel>(() => new EmbeddingModel(asked, _models.Generator(asked), _settings, _metrics)));
        try
        {
            return opened.Value.IsDue(_clock) ? Renewed(name, opened) : opened.Value;
        }
        catch
        {
            // What could not be opened, for want of a key or of weights, is tried again by the next caller.
            _opened.TryRemove(KeyValuePair.Create(name, opened));
            throw;
        }
    }

    // A file may have become another model under its name. The old one ends its calls and is let go.
    private EmbeddingModel Renewed(ModelName name, Lazy<EmbeddingModel> opened)
    {
        var now = new EmbeddingModel(name, _models.Generator(name), _settings, _metrics);
        if (now.Version == opened.Value.Version)
            return opened.Value;
        _opened.TryUpdate(name, new Lazy<EmbeddingModel>(now), opened);
        return _opened[name].Value;
    }

    /// <summary>Closes the models.</summary>
    public void Dispose()
    {
        foreach (Lazy<EmbeddingModel> opened in _opened.Values.Where(opened => opened.IsValueCreated))
            opened.Value.Dispose();
    }

    private static void RequireCount(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count is < 1 or > EmbeddingRequest.MaxTexts)
            throw InvalidValueException.OutOfRange("number of texts", texts.Count, 1, EmbeddingRequest.MaxTexts);
    }

    private async Task<EmbeddedTexts> EmbedAsync(EmbeddingWork work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool cached = _cache is not null && work.Request.UseCache;
        IReadOnlyDictionary<string, KeptEmbedding> found;
        try
        {
            found = cached ? await CachedAsync(work, cancellationToken) : await MakeAsync(work, [.. work.Texts.Keys], cancellationToken);
        }
        catch (DependencyException refused) when (cached && !refused.Transient && work.Kept().Count > 0)
        {
            // It may be the text of another caller that the model does not take, in a call that this one had joined.
            found = await CachedAsync(work, cancellationToken);
        }
        work.Model.CheckKept(found.Values.Select(kept => kept.Vector), work.Request.Dimensions);

        IReadOnlyList<string> kept = cached ? work.Kept() : [];
        if (Stores)
        {
            foreach (string key in kept)
                _writer.Hit(work.KeyOf(key));
        }
        if (work.Request.UseCache)
            _metrics.Answered(kept.Count + work.Stored, work.Computed);
        return new EmbeddedTexts(work.Model.Name, [.. work.Keys.Select(key => found[key].Vector)])
        {
            Version = work.Model.Version,
            Cached = kept.Count,
            Stored = work.Stored,
            Computed = work.Computed,
            Tokens = work.Tokens,
        };
    }

    private async Task<IReadOnlyDictionary<string, KeptEmbedding>> CachedAsync(EmbeddingWork work, CancellationToken cancellationToken)
    {
        if (work.Texts.Count > 1)
            return await _cache!.GetManyAsync(work.Tenant, work.Texts.Keys, (keys, cancelled) => MakeAsync(work, keys, cancelled), tags: null, cancellationToken);
        string key = work.Keys[0];
        KeptEmbedding? kept = await _cache!.GetOrCreateAsync(
            work.Tenant, key, async cancelled => (await MakeAsync(work, [key], cancelled))[key], tags: null, cancellationToken);
        return new Dictionary<string, KeptEmbedding>(1, StringComparer.Ordinal) { [key] = kept! };
    }

    private async Task<IReadOnlyDictionary<string, KeptEmbedding>> MakeAsync(EmbeddingWork work, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        bool stores = Stores && work.Request.UseCache;
        Dictionary<string, KeptEmbedding> made = stores ? await StoredAsync(work, keys, cancellationToken) : new(StringComparer.Ordinal);
        string[] missing = [.. keys.Where(key => !made.ContainsKey(key))];
        work.Answered(keys, stored: made.Count, computed: missing.Length);
        if (missing.Length == 0)
            return made;

        await AddSpaceAsync(work, cancellationToken);
        var vectors = new KeptEmbedding[missing.Length];
        await work.Model.Queue.EmbedAsync(
            work.Group,
            [.. missing.Select(key => work.Texts[key].Text)],
            (i, answer) =>
            {
                vectors[i] = new KeptEmbedding(work.Request.Normalize ? Unit(answer.Vector) : answer.Vector);
                work.Read(answer);
                // At once: what was paid for is kept, whatever becomes of the other texts.
                if (stores)
                    _writer.Add(new StoredEmbedding(work.KeyOf(missing[i]), EmbeddingText.Head(work.Texts[missing[i]].Text, _settings.KeptCharacters), vectors[i].Vector), work.Since);
            },
            cancellationToken);
        foreach ((string key, KeptEmbedding vector) in missing.Zip(vectors))
            made.Add(key, vector);
        return made;
    }

    private async Task<Dictionary<string, KeptEmbedding>> StoredAsync(EmbeddingWork work, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, KeptEmbedding>(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            if (_writer.Find(work.KeyOf(key)) is { } vector)
                stored.Add(key, new KeptEmbedding(vector));
        }
        try
        {
            IReadOnlyDictionary<string, float[]> rows = await _table.ReadAsync(
                work.Tenant,
                work.Space,
                [.. keys.Where(key => !stored.ContainsKey(key)).Select(key => work.Texts[key].Hash)],
                _settings.StoredTtl,
                cancellationToken);
            foreach (string key in keys)
            {
                if (rows.TryGetValue(work.Texts[key].Hash, out float[]? vector))
                    stored.Add(key, new KeptEmbedding(vector));
            }
        }
        catch (DbException failed)
        {
            // The model knows the answer as well.
            EmbeddingLog.NotRead(_logger, failed);
        }
        foreach (string key in stored.Keys)
            _writer.Hit(work.KeyOf(key));
        return stored;
    }

    // Before the first vector of it: whoever forgets a text must know where to look, whichever process it is.
    private async Task AddSpaceAsync(EmbeddingWork work, CancellationToken cancellationToken)
    {
        if (_cache is null || !work.Request.UseCache || _spaces.ContainsKey((work.Tenant, work.Space)))
            return;
        try
        {
            await _table.AddSpaceAsync(work.Tenant, work.Space, cancellationToken);
            _spaces.TryAdd((work.Tenant, work.Space), true);
        }
        catch (DbException failed)
        {
            EmbeddingLog.NotWritten(_logger, failed);
        }
    }

    // In the background: the caller who comes first is not to wait for queries of others.
    private void WarmOnce(TenantId tenant)
    {
        if (!_settings.Prewarm || !_settings.Cache || !_warmed.TryAdd(tenant, true))
            return;
        ThreadPool.UnsafeQueueUserWorkItem(static warming => _ = warming.Embeddings.TryWarmAsync(warming.Tenant), (Embeddings: this, Tenant: tenant), preferLocal: false);
    }

    private async Task TryWarmAsync(TenantId tenant)
    {
        try
        {
            await WarmAsync(tenant);
        }
        catch (Exception failed) when (failed is PertoException or DbException or OperationCanceledException or ObjectDisposedException)
        {
            EmbeddingLog.NotWarmed(_logger, _default, failed.Message);
        }
    }

    private static float[] Unit(float[] vector)
    {
        // In double: the squares of large values are no floats.
        double length = 0;
        foreach (float value in vector)
            length += (double)value * value;
        length = Math.Sqrt(length);
        if (length > 0)
        {
            for (int i = 0; i < vector.Length; i++)
                vector[i] = (float)(vector[i] / length);
        }
        return vector;
    }
}
