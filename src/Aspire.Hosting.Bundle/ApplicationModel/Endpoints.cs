using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address at which a resource listens.</summary>
public sealed class EndpointAnnotation(
    ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null,
    int? port = null, int? targetPort = null, bool? isExternal = null, bool isProxied = true) : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> allocated =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>TCP in this subset.</summary>
    public ProtocolType Protocol { get; } = protocol;

    /// <summary>The scheme of its URL: http or tcp.</summary>
    public string UriScheme { get; } = uriScheme ?? "tcp";

    /// <summary>http, http2 or tcp.</summary>
    public string Transport { get; } = transport ?? uriScheme ?? "tcp";

    /// <summary>The name, unique within the resource; the scheme if none was given.</summary>
    public string Name { get; } = name ?? uriScheme ?? "tcp";

    /// <summary>The port that callers use; a free one if none was given.</summary>
    public int? Port { get; } = port;

    /// <summary>The port that the process itself listens on; a free one if none was given.</summary>
    public int? TargetPort { get; } = targetPort;

    /// <summary>Whether people outside of this machine may use it.</summary>
    public bool IsExternal { get; set; } = isExternal ?? false;

    /// <summary>Whether the orchestrator listens in front and spreads connections over replicas.</summary>
    public bool IsProxied { get; } = isProxied;

    /// <summary>Where it was put, once the application runs.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            allocated.TrySetResult(value);
        }
    }

    /// <summary>The name of the orchestrator's service object behind this endpoint.</summary>
    internal string? ServiceName { get; set; }

    /// <summary>Where each process of the resource serves this endpoint, by instance id.</summary>
    internal ConcurrentDictionary<string, (string Address, int Port)> InstanceAddresses { get; } = new();

    internal Task<AllocatedEndpoint> WhenAllocatedAsync(CancellationToken ct) => allocated.Task.WaitAsync(ct);
}

/// <summary>The address that an endpoint got.</summary>
public sealed class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
{
    /// <summary>Host name or address.</summary>
    public string Address { get; } = address;

    /// <summary>The port that callers use.</summary>
    public int Port { get; } = port;

    /// <summary>The scheme of its URL.</summary>
    public string UriScheme => endpoint.UriScheme;

    /// <summary>The whole URL, without a slash at its end.</summary>
    public string UriString => string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://{Address}:{Port}");
}

/// <summary>A part of an endpoint's address.</summary>
public enum EndpointProperty
{
    /// <summary>The whole URL.</summary>
    Url,

    /// <summary>The host.</summary>
    Host,

    /// <summary>The address.</summary>
    IPV4Host,

    /// <summary>The port that callers use.</summary>
    Port,

    /// <summary>The scheme.</summary>
    Scheme,

    /// <summary>The port that the process itself listens on.</summary>
    TargetPort,

    /// <summary>Host and port.</summary>
    HostAndPort,
}

/// <summary>A reference to an endpoint of another resource (or of the resource itself).</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName)
    : IValueProvider, IManifestExpressionProvider
{
    /// <summary>The resource that listens.</summary>
    public IResourceWithEndpoints Resource { get; } = owner;

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; } = endpointName;

    /// <summary>The whole URL; only once the application runs.</summary>
    public string Url => Allocated.UriString;

    /// <summary>The port that callers use; only once the application runs.</summary>
    public int Port => Allocated.Port;

    /// <summary>The host; only once the application runs.</summary>
    public string Host => Allocated.Address;

    /// <summary>Whether the address is known.</summary>
    public bool IsAllocated => EndpointAnnotation.AllocatedEndpoint is not null;

    /// <summary>The endpoint itself.</summary>
    public EndpointAnnotation EndpointAnnotation =>
        Resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(e => e.Name == EndpointName)
        ?? throw new InvalidOperationException($"Resource '{Resource.Name}' has no endpoint '{EndpointName}'.");

    /// <inheritdoc />
    public string ValueExpression => $"{{{Resource.Name}.bindings.{EndpointName}.url}}";

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint
        ?? throw new InvalidOperationException($"Endpoint '{EndpointName}' of '{Resource.Name}' has no address yet.");

    /// <summary>A part of the address as a value.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);
}

/// <summary>A part of an endpoint's address as a value.</summary>
public sealed class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property)
    : IValueProvider, IManifestExpressionProvider
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference;

    /// <summary>Which part.</summary>
    public EndpointProperty Property { get; } = property;

    /// <inheritdoc />
    public string ValueExpression =>
        $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{Property.ToString().ToLowerInvariant()}}}";

    /// <inheritdoc />
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var annotation = Endpoint.EndpointAnnotation;
        var at = await annotation.WhenAllocatedAsync(cancellationToken);
        return Property switch
        {
            EndpointProperty.Url => at.UriString,
            EndpointProperty.Host => at.Address,
            EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port => at.Port.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => at.UriScheme,
            EndpointProperty.HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{at.Address}:{at.Port}"),
            // Every replica gets a port of its own: only the orchestrator can fill it in, when it starts the process.
            EndpointProperty.TargetPort => annotation.TargetPort?.ToString(CultureInfo.InvariantCulture)
                ?? $$$"""{{- portForServing "{{{annotation.ServiceName}}}" -}}""",
            _ => throw new InvalidOperationException($"Unknown endpoint property {Property}."),
        };
    }
}
