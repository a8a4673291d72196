package osmpbf
import ("testing";"os";"fmt";"time")
func TestTry(t *testing.T){
 for _,n:=range []string{"/work/shared/data/osm/liechtenstein-latest.osm.pbf","/work/shared/data/osm/andorra.osm.pbf","/work/shared/data/osm/monaco.osm.pbf","/work/shared/data/osm/harrisburg.osm.pbf","/work/shared/data/osm/tokyo-center.osm.pbf","/root/go/pkg/mod/github.com/paulmach/osm@v0.8.0/testdata/delaware-latest.osm.pbf"}{
  f,_:=os.Open(n); st,_:=f.Stat(); t0:=time.Now()
  x,err:=Read(t.Context(),f,st.Size(),Want{
   Point:func(t Tags)bool{return t["place"]!=""},
   Line:func(t Tags)bool{return t["highway"]!=""||t["waterway"]!=""},
   Area:func(t Tags)bool{return t["boundary"]!=""||t["natural"]=="wetland"||t["natural"]=="water"||t["landuse"]!=""}})
  fmt.Println(n,time.Since(t0),err)
  if err!=nil{continue}
  fmt.Println(x.Nodes,x.Ways,x.Relations,len(x.Points),len(x.Lines),len(x.Areas),len(x.Findings))
  for i,f:=range x.Findings{ if i<5 {fmt.Println("  ",f)}}
  for _,a:=range x.Areas{ if a.Tags["admin_level"]!="" && len(x.Areas)<5000{fmt.Println("   ",a.ID,a.Tags["name"],a.Tags["admin_level"],a.Tags["boundary"],len(a.Shape),a.Label)}}
 }
}
