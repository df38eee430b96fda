namespace Perto.Platform;

/// <summary>Where vectors are kept.</summary>
public enum VectorStoreChoice
{
    /// <summary>In PostgreSQL where it is the database and has pgvector, otherwise in the data folder.</summary>
    Auto,

    /// <summary>In the data folder of this process.</summary>
    Embedded,

    /// <summary>In the PostgreSQL of the database, with pgvector.</summary>
    Postgres,

    /// <summary>In the Redis of <c>Perto:Redis:Url</c>, which must be Redis 8 or later.</summary>
    Redis,

    /// <summary>In the Qdrant of <c>Perto:Qdrant:Url</c>.</summary>
    Qdrant,

    /// <summary>In Pinecone, of which <c>Perto:Pinecone</c> says the project.</summary>
    Pinecone,
}
