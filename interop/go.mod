module probity.example/interop

// 1.23 is the least that a newer Go takes for the modules below; 1.19 builds all of it.
go 1.23

require (
	github.com/cloudflare/circl v1.6.3
	golang.org/x/mod v0.17.0
)

require golang.org/x/sys v0.28.0 // indirect
