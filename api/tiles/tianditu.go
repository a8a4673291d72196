package tiles

import (
	"fmt"
	"net/url"

	"xunhu/api/words"
)

// 天地图, the state's public map service, is offered as a ground to whoever has a key of their own.
// Its tiles are those of web mercator in the datum CGCS2000, which lies within centimetres of WGS 84:
// nothing is shifted. A page asks its hosts only while the layer is switched on.

// tianditu begins the names of its sources and layers.
const tianditu = "tianditu"

// TiandituHosts are all that it is fetched from.
func TiandituHosts() []string {
	var hosts []string
	for i := range 8 {
		hosts = append(hosts, fmt.Sprintf("https://t%d.tianditu.gov.cn", i))
	}
	return hosts
}

// tiandituLayersOf are the map and its letters, by their names there.
var tiandituLayersOf = []string{"vec", "cva"}

func tiandituSources(key string, lang words.Lang) map[string]object {
	sources := map[string]object{}
	for _, layer := range tiandituLayersOf {
		var addresses []string
		for _, host := range TiandituHosts() {
			addresses = append(addresses, host+"/"+layer+"_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER="+layer+
				"&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="+url.QueryEscape(key))
		}
		sources[tianditu+"-"+layer] = object{"type": "raster", "tileSize": 256, "minzoom": 1, "maxzoom": 18, "tiles": addresses,
			"attribution": words.Say(lang, "tiles.tianditu", nil)}
	}
	return sources
}

// tiandituLayers are switched off until somebody wants them.
func tiandituLayers() []any {
	var layers []any
	for _, layer := range tiandituLayersOf {
		layers = append(layers, object{"id": tianditu + "-" + layer, "type": "raster", "source": tianditu + "-" + layer, "layout": object{"visibility": "none"}})
	}
	return layers
}
