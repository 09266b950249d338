using System.Text.Json;
using CivicPlatform.Contracts;

namespace CivicPlatform.ServiceDefaults.Messaging;

/// <summary>The contracts by full name, which is their identity in the outbox and on the wire.</summary>
public static class EventTypes
{
    /// <summary>How events stand in the outbox; names as in the contracts.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, Type> ByName = typeof(IIntegrationEvent).Assembly.GetExportedTypes()
        .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIntegrationEvent)))
        .ToDictionary(t => t.FullName!, StringComparer.Ordinal);

    public static Type? Find(string fullName) => ByName.GetValueOrDefault(fullName);

    /// <summary>Throws <see cref="JsonException"/> for a malformed payload and an unknown type alike.</summary>
    public static IIntegrationEvent Deserialize(string fullName, string payload) =>
        Find(fullName) is { } type && JsonSerializer.Deserialize(payload, type, Json) is IIntegrationEvent message
            ? message
            : throw new JsonException($"No contract {fullName}.");
}
