using System.Globalization;
using Npgsql;
using Perto.Postgres;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>The store in PostgreSQL, in a database of its own. Where there is no server each test skips.</summary>
public sealed class PostgresStoreFixture : IVectorStoreFixture, IAsyncLifetime
{
    private readonly PostgresFixture _server = new();
    private NpgsqlDataSource? _source;
    private PostgresVectorStore? _store;

    public IVectorStore Store
    {
        get
        {
            TestPostgres.SkipUnlessAvailable();
            return _store!;
        }
    }

    public ManualTimeProvider Clock { get; } = new();

    // Making a collection here is a dozen changes of the schema. PERTO_MODEL_CASES gives more.
    public int ModelCases => int.TryParse(
        Environment.GetEnvironmentVariable("PERTO_MODEL_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases) ? cases : 30;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        if (!TestPostgres.IsAvailable)
            return;
        _source = NpgsqlDataSource.Create(PostgresUrl.Parse(_server.ConnectionString));
        _store = new PostgresVectorStore(_source, clock: Clock);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
